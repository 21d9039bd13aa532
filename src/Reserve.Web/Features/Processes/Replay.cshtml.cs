using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Replays;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Processes;

/// <summary>The draft of a process tried on what happened: so many cases as before, so many another way, so many unknown.</summary>
[Authorize(ProcessesRegistration.EditorPolicy)]
public sealed class ReplayModel(ReserveDb db, ReplayQueries replays, CaseNames names, IMediator mediator, Words words)
    : BundlePage(db, mediator, words)
{
    private IReadOnlyDictionary<string, ElementInfo> elements = new Dictionary<string, ElementInfo>();

    public static IReadOnlyList<int> Periods { get; } = [3, 6, 12, 24];

    public bool HasDraft { get; private set; }

    public ReplayRow? Last { get; private set; }

    public IReadOnlyDictionary<Guid, CaseName> Names { get; private set; } = new Dictionary<Guid, CaseName>();

    /// <summary>The conditions asked for by <c>Why</c>.</summary>
    public IReadOnlyList<FlowChoice> Choices { get; private set; } = [];

    public string NameOf(string element) =>
        elements.TryGetValue(element, out var known)
            ? known.Name.Length > 0
                ? known.Name
                : $"{Words[ElementKinds.NameOf(known.ElementName)].Value} {element}"
            : element;

    public string WhyOf(string reason) =>
        reason switch
        {
            nameof(Engine.Bpmn.Replay.CannotReason.NewElement) => "дальше нужен ответ, которого тогда никто не давал",
            nameof(Engine.Bpmn.Replay.CannotReason.NoStart) => "такого начала в черновике нет",
            nameof(Engine.Bpmn.Replay.CannotReason.NotRecorded) => "дело записано не полностью: оно старше записи или данные стёрты",
            nameof(Engine.Bpmn.Replay.CannotReason.Helped) => "дело переводили на другую версию или правили вручную",
            _ => "запись дела не воспроизводится",
        };

    public string CaseOf(Guid run) => Names.TryGetValue(run, out var name) ? name.Text : "—";

    public static string Shown(FeelValue value)
    {
        var text = FeelJson.ToText(value);
        return text.Length > 200 ? text[..200] + "…" : text;
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(int months, CancellationToken cancellationToken)
    {
        var result = await Mediator.Send(new StartReplay(Key, Named, months), cancellationToken);
        return result.IsOk ? Redirect(Address("/replay")) : await Again(result, cancellationToken);
    }

    /// <summary>Why a case goes another way after an element: the page asks for it when somebody wants to know.</summary>
    [Reads("ViewRun", "Просмотр экземпляра процесса")]
    public async Task<IActionResult> OnGetWhyAsync(Guid run, string? element, CancellationToken cancellationToken)
    {
        if (element is null || !await LoadTerritory(cancellationToken))
            return NotFound();
        Choices = await replays.Why(Key, Named, new RunId(run), element, cancellationToken);
        elements = await replays.Elements(Key, Named, cancellationToken);
        return Partial("_Choices", this);
    }

    protected override async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (!await LoadTerritory(cancellationToken) || await replays.Of(Key, Named, cancellationToken) is not { } trial)
            return false;
        (HasDraft, Last) = trial;
        elements = await replays.Elements(Key, Named, cancellationToken);
        if (Last is { } last)
            Names = await names.Of(last.Outcomes().SelectMany(group => group.Runs), cancellationToken);
        return true;
    }
}
