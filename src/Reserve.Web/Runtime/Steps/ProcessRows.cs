using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Dmn;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Runtime.Steps;

/// <summary>
/// One process in the list: its current version for one territory, or for all. Runs are counted up to
/// <see cref="Counted.Most"/> and one; incidents only among the newest, when there are more than that.
/// </summary>
public sealed record ProcessRow(
    Guid DefinitionId,
    string Key,
    string Name,
    string? ForTerritory,
    int Version,
    DateTimeOffset DeployedAt,
    string DeployedBy,
    long Running,
    long Incidents,
    bool IncidentsArePartly,
    bool HasDraft,
    bool IsRetired
);

public sealed record ProcessVersionRow(
    Guid DefinitionId,
    string Key,
    string Name,
    string? ForTerritory,
    int Version,
    string Source,
    DateTimeOffset DeployedAt,
    string DeployedBy,
    long Running
);

public sealed record RetiredRow(string By, DateTimeOffset At);

public sealed record ProcessDraftRow(
    Guid Id,
    string Key,
    string? ForTerritory,
    string Xml,
    int RowVersion,
    DateTimeOffset SavedAt,
    string SavedBy
);

public sealed record RunRow(
    Guid Id,
    Guid DefinitionId,
    string Key,
    string ProcessName,
    int ProcessVersion,
    string Status,
    string Territory,
    string? SubjectType,
    string? SubjectId,
    string? BusinessKey,
    DateTimeOffset StartedAt,
    string StartedBy,
    DateTimeOffset? EndedAt,
    long Incidents
);

public sealed record HistoryRow(int Step, long Position, DateTimeOffset At, string Actor, string Cause, string ElementId, string Move);

public sealed record IncidentRow(
    Guid Id,
    Guid RunId,
    long? WaitId,
    string? ElementId,
    string Code,
    string Message,
    DateTimeOffset RaisedAt,
    DateTimeOffset? ResolvedAt,
    string? ResolvedBy
);

/// <summary>A decision as it was made; inputs, output and explanation are JSON.</summary>
public sealed record DecisionRow(
    long WaitId,
    string ElementId,
    string Decision,
    DateTimeOffset At,
    string Inputs,
    string Output,
    string Explanation
)
{
    /// <summary>The name of the file of rules, without folder and ending.</summary>
    public string File => Path.GetFileNameWithoutExtension(Decision[..Decision.IndexOf('#', StringComparison.Ordinal)]);

    /// <summary>Which rules fired, in the words of their tables.</summary>
    public DecisionExplanation Why => JsonSerializer.Deserialize<DecisionExplanation>(Explanation, ActivityJson.Options)!;
}

/// <summary>An element that a token stands on; with an incident when it cannot go on.</summary>
public sealed record ActivePlace(string ElementId, string Name, int Tokens, bool Incident);

/// <summary>Where a run stands, for the drawing.</summary>
public sealed record RunPlace(RunRow Run, IReadOnlyList<ActivePlace> Active, IReadOnlyList<string> Done);

/// <summary>A run with its state, the elements that were completed, and those with an open incident.</summary>
internal sealed record RunSnapshot(
    RunRow Run,
    ProcessDefinition Definition,
    ProcessRun State,
    IReadOnlyList<string> Done,
    IReadOnlyList<string> Stuck
);

/// <summary>Which runs of a process to list; null means any.</summary>
public sealed record RunFilter(string Key, Guid? DefinitionId = null, string? Status = null);
