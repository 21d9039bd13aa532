namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>How verdicts and states of documents are shown.</summary>
internal static class DocumentWords
{
    public static (string Word, string Color) Of(DocumentVerdict verdict) =>
        verdict switch
        {
            DocumentVerdict.Accepted => ("принят", "green"),
            DocumentVerdict.Returned => ("возвращён", "orange"),
        };

    public static (string Word, string Color) Of(ScanState state) =>
        state switch
        {
            ScanState.Clean => ("вирусов нет", "green"),
            ScanState.Infected => ("найден вирус", "red"),
        };
}
