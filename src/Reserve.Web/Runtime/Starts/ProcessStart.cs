using Npgsql;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Runtime.Starts;

/// <summary>A start by time or by a condition, as it stands in <c>process_start</c>.</summary>
internal sealed record ProcessStart(
    Guid Id,
    string Key,
    string? ForTerritory,
    string Element,
    int Place,
    bool IsTimer,
    DefinitionId Definition,
    string Rule,
    string State,
    string? Note,
    bool IsPaused,
    int Attempts,
    DateTimeOffset? Due,
    IsoDuration? Interval,
    int Remaining,
    DateTimeOffset? LastMoment,
    string? Source,
    string? SourceKey,
    bool WithPresent,
    DateTimeOffset? LookedAt
)
{
    public const string Waiting = "waiting";
    public const string Over = "over";
    public const string Removed = "removed";

    /// <summary>Its only moment had passed before the version came into force.</summary>
    public const string PassedBefore = "passed-before";

    /// <summary>Its only moment passed while it was paused.</summary>
    public const string PassedPaused = "passed-paused";

    public const string Columns = """
        id, key, for_territory, element_id, place, kind, definition_id, rule, state, note, paused_at is not null, attempts, due_at, months,
        ticks, remaining, last_moment, source, source_key, with_present, looked_at
        """;

    /// <summary>Where its runs go, by whose clock it counts.</summary>
    public string Territory => ForTerritory ?? Data.Territory.Federation;

    /// <summary>What is left of the timer, by the clock of its territory; null when nothing.</summary>
    public TimerSchedule? Left(ProcessClock clock) => Left(Due, Interval, Remaining, Territory, clock);

    /// <inheritdoc cref="Left(ProcessClock)"/>
    public static TimerSchedule? Left(DateTimeOffset? due, IsoDuration? interval, int remaining, string territory, ProcessClock clock) =>
        due is { } moment ? new TimerSchedule(clock.Local(moment, territory), interval, remaining) : null;

    public static ProcessStart Read(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetString(1),
            reader.Text(2),
            reader.GetString(3),
            reader.GetInt32(4),
            reader.GetString(5) == "timer",
            new DefinitionId(reader.GetGuid(6)),
            reader.GetString(7),
            reader.GetString(8),
            reader.Text(9),
            reader.GetBoolean(10),
            reader.GetInt32(11),
            reader.Moment(12),
            reader.IsDBNull(14) ? null : new IsoDuration(reader.GetInt32(13), TimeSpan.FromTicks(reader.GetInt64(14))),
            reader.IsDBNull(15) ? 0 : reader.GetInt32(15),
            reader.Moment(16),
            reader.Text(17),
            reader.Text(18),
            reader.GetBoolean(19),
            reader.Moment(20)
        );
}

/// <summary>A start of a drawing that comes by itself.</summary>
/// <param name="Point">The start.</param>
/// <param name="Place">Which of several definitions of one event.</param>
/// <param name="When">Of a condition, whose data.</param>
internal sealed record DrawnStart(StartPoint Point, int Place, StartWhen? When)
{
    public bool IsTimer => Point.Kind == StartKind.Timer;

    /// <summary>What two versions have in common that begin by the same rule.</summary>
    public string Rule => When is null ? Point.Rule! : $"{When.Source}|{When.Key}|{Point.Rule}";

    /// <summary>Those of a version, in the order of the drawing.</summary>
    public static IReadOnlyList<DrawnStart> Of(ProcessDefinition definition) =>
        [
            .. definition
                .Starts.Where(start => start is { ElementId: not null, Rule: not null })
                .GroupBy(start => start.ElementId!)
                .SelectMany(same =>
                    same.Select(
                        (start, place) =>
                            new DrawnStart(
                                start,
                                place,
                                start.Kind == StartKind.Conditional ? StartWhen.Of(definition.Element(same.Key)!.Binding) : null
                            )
                    )
                )
                .Where(start => start.IsTimer || start.When is not null),
        ];
}
