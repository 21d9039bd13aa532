using Reserve.Web.Commands;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Desk;

namespace Reserve.Web.Features.Processes;

/// <summary>Words for what is done to many cases, in Russian (the keys of their translations).</summary>
public static class BulkWords
{
    /// <summary>What may be chosen on the desk, in its order, each with its icon.</summary>
    public static IReadOnlyList<(string Kind, string Word, string Icon)> Acts { get; } =
    [
        Act(BulkKind.Retry, "refresh"),
        Act(BulkKind.Reassign, "users"),
        Act(BulkKind.Migrate, "route"),
        Act(BulkKind.Suspend, "clock"),
        Act(BulkKind.Resume, "player-play"),
        Act(BulkKind.Cancel, "x"),
    ];

    public static string Of(BulkKind kind) =>
        kind switch
        {
            BulkKind.Retry => "Повторить инциденты",
            BulkKind.Cancel => "Отменить дела",
            BulkKind.Suspend => "Приостановить дела",
            BulkKind.Resume => "Возобновить дела",
            BulkKind.Reassign => "Передать задачи",
            BulkKind.Migrate => "Перенести дела на другую версию",
        };

    public static (string Word, string Color) StateOf(string state) =>
        state switch
        {
            "planned" => ("будет сделано", "blue"),
            "impossible" => ("останется как есть", "grey"),
            "left" => ("оставлено", "grey"),
            "waiting" => ("ждёт очереди", "blue"),
            "done" => ("сделано", "green"),
            "refused" => ("отказ", "red"),
            _ => (state, "grey"),
        };

    private static (string Kind, string Word, string Icon) Act(BulkKind kind, string icon) => (BulkKinds.Text(kind), Of(kind), icon);

    /// <summary>What is said of a case.</summary>
    internal static IReadOnlyList<string> Lines(string findings, Words words) =>
        [
            .. BulkFinding
                .Read(findings)
                .Select(finding =>
                    words[
                        RefusalText.Of(finding.Line),
                        finding.Name ?? "",
                        finding.Person ?? (finding.Reason is { } reason ? words[reason].Value : "")
                    ].Value
                )
                .Distinct(),
        ];
}
