using Reserve.Engine.Feel;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Runtime.Forms;

/// <summary>Opens forms and reads what people wrote into them: one way for a task, for its completion and for a preview.</summary>
public sealed class FormDesk
{
    private readonly FormDirectories directories;
    private readonly ProcessClock clock;
    private readonly TimeProvider time;

    internal FormDesk(FormDirectories directories, ProcessClock clock, TimeProvider time) =>
        (this.directories, this.clock, this.time) = (directories, clock, time);

    /// <summary>Words to look for among the rows of the base stand beside the field under its name and this.</summary>
    public const string Search = "~";

    /// <summary>A form as it opens.</summary>
    public async Task<FilledForm> Open(TaskForm form, FeelContext variables, FeelContext earlier, CancellationToken cancellationToken)
    {
        var filled = FilledForm.Open(form, Data(variables, earlier));
        await directories.Offer(filled, _ => null, cancellationToken);
        foreach (var field in filled.All)
            field.Problem = null;
        return filled;
    }

    /// <summary>A form with what a browser sent, and every problem beside its field.</summary>
    public async Task<FilledForm> Read(
        TaskForm form,
        RawAnswers raw,
        FeelContext variables,
        FeelContext earlier,
        CancellationToken cancellationToken
    )
    {
        var filled = FilledForm.Sent(form, Data(variables, earlier), raw);
        FormProblems.Tell(
            filled,
            await directories.Offer(filled, field => raw.All(field.Path + Search) is [var words, ..] ? words : null, cancellationToken)
        );
        return filled;
    }

    /// <summary>A form with what a browser sent so far: nobody is told of what is not yet written.</summary>
    public async Task<FilledForm> Follow(
        TaskForm form,
        RawAnswers raw,
        FeelContext variables,
        FeelContext earlier,
        CancellationToken cancellationToken
    )
    {
        var filled = await Read(form, raw, variables, earlier, cancellationToken);
        foreach (var field in filled.All)
            field.Problem = null;
        return filled;
    }

    /// <summary>The same without what its lists would offer: what is hidden, and what is computed.</summary>
    public FilledForm Glance(TaskForm form, RawAnswers raw, FeelContext variables, FeelContext earlier) =>
        FilledForm.Sent(form, Data(variables, earlier), raw);

    /// <summary>The rows of the base that a field offers for some words; none when it is no reference.</summary>
    public async Task<IReadOnlyList<DirectoryEntry>> Find(FormField? field, string? words, CancellationToken cancellationToken) =>
        field?.Reference is { } reference ? await directories.Find(reference, words, cancellationToken) : [];

    private FormData Data(FeelContext variables, FeelContext earlier) => new(variables, earlier, clock, time.GetUtcNow());
}
