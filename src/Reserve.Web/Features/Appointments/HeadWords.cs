namespace Reserve.Web.Features.Appointments;

/// <summary>The Russian words for the states of the base of heads.</summary>
internal static class HeadWords
{
    public static string Of(HeadState state) =>
        state switch
        {
            HeadState.InOffice => "в должности",
            HeadState.Future => "вступят в должность",
            HeadState.Former => "прежние",
            HeadState.Vacant => "вакантно",
            HeadState.Doubtful => "требуют проверки",
            HeadState.All => "все записи",
        };
}
