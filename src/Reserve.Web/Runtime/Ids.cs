using Reserve.Web.Data;

namespace Reserve.Web.Runtime;

/// <summary>One running or ended instance of a process.</summary>
public readonly record struct RunId(Guid Value) : ITypedId<RunId>
{
    public static RunId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>One deployed version of a process.</summary>
public readonly record struct DefinitionId(Guid Value) : ITypedId<DefinitionId>
{
    public static DefinitionId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>A wait of a run: what a task, a timer, a job or a subscription is known by.</summary>
internal readonly record struct WaitId(RunId Run, long Number)
{
    public override string ToString() => $"{Run.Value}/{Number}";
}
