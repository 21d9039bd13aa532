namespace Reserve.Web.Features.Briefs;

/// <summary>How states are shown: the Russian word and its colour.</summary>
internal static class BriefWords
{
    public static (string Word, string Color) Of(BriefState state) =>
        state switch
        {
            BriefState.Asked => ("в работе", "blue"),
            BriefState.Issued => ("выдана", "green"),
            BriefState.Refused => ("отказано", "red"),
            BriefState.Withdrawn => ("отозван", "grey"),
        };
}
