using System.Text.Json;
using MediatR;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Papers;

/// <summary>
/// Issues a paper by a template of the run's own version. What the paper is about is what the run is about: a candidate, a case, or the
/// run itself.
/// </summary>
/// <param name="Template">The file in the process's folder <c>templates</c>.</param>
/// <param name="Data">What it is filled with; <c>head</c> (who issues, number, date, place) is put beside it.</param>
/// <param name="Title">What the paper is called: "Приказ об отпуске".</param>
[Allow, Activity(IssuePaper.Activity, Title = "Оформить бумагу по шаблону")]
internal sealed record IssuePaper(string Template, JsonElement Data, string Title)
    : IRequest<Result<PaperGiven, IssuePaperRefusal>>,
        IPlaced
{
    /// <summary>How drawings call it.</summary>
    public const string Activity = "Papers.Issue";

    Area IPlaced.Area => Area.Asked("territory of the run that sends it");
}

/// <summary>As a variable of the process: <c>paper</c>.</summary>
internal sealed record PaperGiven(IssuedPaper Paper);

/// <summary>Why there is no paper: a closed set.</summary>
internal abstract record IssuePaperRefusal : IRefusal
{
    private IssuePaperRefusal() { }

    public abstract string Text { get; }

    [Says("Бумагу оформляет только процесс.")]
    public sealed record NoRun : IssuePaperRefusal
    {
        public override string Text => "Бумагу оформляет только процесс.";
    }

    [Says("У бумаги нет названия, или оно длиннее 300 знаков.")]
    public sealed record BadTitle : IssuePaperRefusal
    {
        public override string Text => "У бумаги нет названия, или оно длиннее 300 знаков.";
    }

    [Says("Такого шаблона в этой версии процесса нет.")]
    public sealed record UnknownTemplate(string Template, string? Nearest) : IssuePaperRefusal
    {
        public override string Text =>
            $"В этой версии процесса нет шаблона «{Template}»" + (Nearest is null ? "." : $"; возможно, «{Nearest}».");
    }

    /// <summary>Every problem of the template and of its data at once.</summary>
    [Says("Шаблон и данные не подходят друг другу.")]
    public sealed record TemplateProblem(string Template, IReadOnlyList<Documents.Templates.TemplateProblem> Problems) : IssuePaperRefusal
    {
        public override string Text => $"{Template}: {string.Join("; ", Problems)}";
    }
}

internal sealed class IssuePaperHandler(
    ReserveDb db,
    RunAtWork atWork,
    ProcessCatalog catalog,
    PaperTemplates templates,
    PaperArchive archive,
    Caller caller
) : IRequestHandler<IssuePaper, Result<PaperGiven, IssuePaperRefusal>>
{
    public async Task<Result<PaperGiven, IssuePaperRefusal>> Handle(IssuePaper request, CancellationToken cancellationToken)
    {
        if (atWork.Now is not { } run)
            return new IssuePaperRefusal.NoRun();
        if (request.Title.Trim() is not { Length: > 0 and <= 300 } title)
            return new IssuePaperRefusal.BadTitle();
        var version = await catalog.Get(run.Definition, new RuntimeSession(db), cancellationToken);
        var template = new PaperTemplate(version.Key, request.Template);
        if (!version.Templates.ContainsKey(template.Path))
        {
            var near = BpmnNames.Nearest(request.Template, version.Templates.Keys.Select(path => Path.GetFileName(path)));
            return new IssuePaperRefusal.UnknownTemplate(request.Template, near);
        }

        var stamp = caller.Stamp();
        var head = await archive.NextHead(PaperKind.OfProcess, stamp, cancellationToken);
        var data = PaperData.WithHead(request.Data, head);
        var (bytes, problems) = templates.Fill(template, version.Templates, stamp.At, data);
        if (bytes is null)
            return new IssuePaperRefusal.TemplateProblem(request.Template, problems);
        var filled = new FilledPaper(template, run.Definition, data.GetRawText(), bytes);
        return new PaperGiven(
            archive.Keep(PaperKind.OfProcess, PaperSubject.Of(run.Subject, run.Id), run.Territory, head, filled, stamp, title)
        );
    }
}
