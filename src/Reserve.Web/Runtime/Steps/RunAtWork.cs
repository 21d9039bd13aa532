namespace Reserve.Web.Runtime.Steps;

/// <summary>A run whose activity is under way. <paramref name="Subject"/> is that of the run that called it, where it has none.</summary>
internal sealed record ActingRun(RunId Id, DefinitionId Definition, string Territory, Subject? Subject);

/// <summary>Which run sends the commands of this scope; none where a person sends them, or the system for itself.</summary>
internal sealed class RunAtWork
{
    public ActingRun? Now { get; set; }
}
