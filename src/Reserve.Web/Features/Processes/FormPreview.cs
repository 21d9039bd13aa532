using Reserve.Engine.Feel;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Processes;

/// <summary>A run that a form may be looked at with.</summary>
public sealed record PreviewRun(Guid Id, string Name);

/// <summary>What a run knows where the form is asked, and what was answered there before.</summary>
public sealed record PreviewData(FeelContext Variables, FeelContext Earlier)
{
    public static PreviewData Empty { get; } = new(FeelContext.Empty, FeelContext.Empty);
}

/// <summary>The stored runs that a form is tried on; nothing of what is tried is kept.</summary>
public sealed class FormPreview
{
    /// <summary>How many of the newest runs are offered.</summary>
    private const int Newest = 20;

    private readonly ProcessQueries queries;
    private readonly CaseNames names;
    private readonly TimeShown shown;

    internal FormPreview(ProcessQueries queries, CaseNames names, TimeShown shown) =>
        (this.queries, this.names, this.shown) = (queries, names, shown);

    /// <summary>The newest runs of the process that the caller may see.</summary>
    public async Task<IReadOnlyList<PreviewRun>> Runs(string key, CancellationToken cancellationToken)
    {
        var runs = (await queries.Runs(new RunFilter(key), null, Newest, cancellationToken)).Rows;
        var named = await names.Of(
            [.. runs.Select(run => (run.SubjectType, run.SubjectId, run.BusinessKey, run.StartedAt))],
            cancellationToken
        );
        return
        [
            .. runs.Zip(named).Select(pair => new PreviewRun(pair.First.Id, $"{pair.Second.Text}, {shown.Short(pair.First.StartedAt)}")),
        ];
    }

    /// <summary>What the form would be filled in against in this run; null when the caller sees no such run of the process.</summary>
    public async Task<PreviewData?> Of(string key, string form, Guid run, CancellationToken cancellationToken)
    {
        if (await queries.Look(new RunId(run), cancellationToken) is not { } seen || seen.Run.Key != key)
            return null;
        var asking = seen
            .Definition.BoundElements.Where(element =>
                element.Binding is { ActivityType: HumanTask.ActivityType } binding && BundleChecks.Literal(binding, "form") == form
            )
            .ToList();
        var waiting = seen.State.OpenWaits.FirstOrDefault(wait => asking.Exists(element => element.Id == wait.ElementId));
        var variables = waiting is null ? seen.State.Variables : seen.State.VariablesAt(waiting.Id);
        var element = asking.Find(element => element.Id == waiting?.ElementId) ?? asking.FirstOrDefault();
        var earlier =
            element is null || BundleChecks.Literal(element.Binding!, "result") is not { } result ? variables
            : variables.TryGet(result, out var answers) ? answers.AsContext()
            : null;
        return new PreviewData(variables, earlier ?? FeelContext.Empty);
    }
}
