using Reserve.Engine.Feel;

namespace Reserve.Web.Runtime.Starts;

/// <summary>What a process knows that a timer began.</summary>
internal static class StartAt
{
    /// <summary>The variables that the process begins with: where, and for which moment.</summary>
    public static IReadOnlyList<string> Gives { get; } = ["territory", "moment"];

    public static FeelContext Variables(string territory, DateTimeOffset moment) =>
        FeelContext.Of(("territory", FeelValue.From(territory)), ("moment", FeelValue.From(moment)));
}
