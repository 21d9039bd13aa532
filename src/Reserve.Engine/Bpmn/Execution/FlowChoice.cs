using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>Why a token went, or did not go, a way: a sequence flow whose condition was looked at (13.4, 8.4.13).</summary>
/// <param name="ElementId">The gateway or activity that is left.</param>
/// <param name="FlowId">The sequence flow.</param>
/// <param name="TargetId">Where it leads.</param>
/// <param name="Condition">The FEEL text; null for the default flow, taken because no condition held.</param>
/// <param name="Taken">Whether the condition held.</param>
/// <param name="Values">The variables that the condition names, as they were; null where there was none.</param>
public sealed record FlowChoice(string ElementId, string FlowId, string TargetId, string? Condition, bool Taken, FeelContext Values);
