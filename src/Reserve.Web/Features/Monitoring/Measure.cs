namespace Reserve.Web.Features.Monitoring;

/// <summary>What is measured: the three groups of indicators and the total. Codes as in the published tables.</summary>
internal static class Measure
{
    public const string Conditions = "conditions";
    public const string Outcomes = "outcomes";
    public const string Processes = "processes";
    public const string Total = "total";

    /// <summary>The groups, in the order in which papers name them.</summary>
    public static IReadOnlyList<string> Groups { get; } = [Conditions, Outcomes, Processes];

    /// <summary>The groups and the total.</summary>
    public static IReadOnlyList<string> All { get; } = [Conditions, Outcomes, Processes, Total];

    /// <summary>For the user, in Russian.</summary>
    public static string NameOf(string measure) =>
        measure switch
        {
            Conditions => "Создание условий",
            Outcomes => "Достижение результатов",
            Processes => "Организация рабочих процессов",
            Total => "Итог",
            _ => measure,
        };
}
