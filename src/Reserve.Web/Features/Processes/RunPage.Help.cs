using Microsoft.AspNetCore.Mvc;
using Reserve.Engine.Bpmn.Execution.Modification;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Processes;

/// <summary>What an administrator does to the run.</summary>
public sealed partial class RunModel
{
    public const string ValueHint = """Текст пишут в кавычках: "да"; число: 12.5; дату: date("2026-03-17").""";

    /// <summary>What may be done to it; null for those who only look, and for a run that is over.</summary>
    public RunHelpView? Help { get; private set; }

    public SuspendedRow? Suspended { get; private set; }

    public IReadOnlyList<RunMarkRow> Marks { get; private set; } = [];

    public CaseName About { get; private set; } = new("", null);

    public static string TokenOf(string kind) =>
        kind switch
        {
            "scope" => "подпроцесс со всем, что в нём",
            "loop" => "повторяемый шаг со всеми его экземплярами",
            _ => ElementKinds.WaitOf(kind),
        };

    /// <summary>Moves or cancels the chosen tokens, or adds one: before an element, or behind it.</summary>
    public async Task<IActionResult> OnPostModifyAsync(
        string[]? token,
        string? to,
        string? act,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        if (!MayEdit)
            return Forbid();
        if (await reader.Places(new RunId(Id), cancellationToken) is not { } places)
            return NotFound();
        TokenPlace[] tokens = [.. (token ?? []).Select(RunHelpReader.Token).OfType<TokenPlace>()];
        var target = string.IsNullOrEmpty(to) ? null : to;
        var needsTokens = act is "move" or "cancel";
        if ((needsTokens && tokens.Length == 0) || (act != "cancel" && target is null))
        {
            this.Refused(words[needsTokens && tokens.Length == 0 ? "Отметьте, какой ход переставить." : "Выберите, куда."].Value);
            return Back("move");
        }
        RunChange[] changes = act switch
        {
            "move" => [.. tokens.Select(one => new RunChange.Move(one, target!))],
            "cancel" => [.. tokens.Select(one => new RunChange.Cancel(one))],
            "after" => [new RunChange.StartAfter(target!)],
            "before" => [new RunChange.StartBefore(target!)],
            _ => [],
        };
        var from = string.Join(", ", tokens.Select(one => places.NameOf(one.ElementId)).Distinct());
        var where = target is null ? "" : places.NameOf(target);
        var told = act switch
        {
            "move" => $"{from} → {where}",
            "cancel" => $"− {from}",
            "after" => $"+ {where} (→)",
            _ => $"+ {where}",
        };
        return Helped(
            await mediator.Send(new ModifyRun(new RunId(Id), changes, reason?.Trim() ?? "", told), cancellationToken),
            "Переставлено.",
            "move"
        );
    }

    public async Task<IActionResult> OnPostSuspendAsync(string? reason, CancellationToken cancellationToken) =>
        MayEdit
            ? Helped(
                await mediator.Send(new SuspendRun(new RunId(Id), reason?.Trim() ?? ""), cancellationToken),
                "Дело приостановлено.",
                null
            )
            : Forbid();

    public async Task<IActionResult> OnPostResumeAsync(string? reason, CancellationToken cancellationToken) =>
        MayEdit
            ? Helped(await mediator.Send(new ResumeRun(new RunId(Id), reason?.Trim() ?? ""), cancellationToken), "Дело возобновлено.", null)
            : Forbid();

    public async Task<IActionResult> OnPostVariableAsync(
        string? name,
        string? value,
        string? reason,
        CancellationToken cancellationToken
    ) =>
        MayEdit
            ? Helped(
                await mediator.Send(
                    new SetRunVariable(new RunId(Id), name?.Trim() ?? "", value ?? "", reason?.Trim() ?? ""),
                    cancellationToken
                ),
                "Переменная изменена.",
                "variables"
            )
            : Forbid();

    public async Task<IActionResult> OnPostMessageAsync(int wait, string? variables, string? reason, CancellationToken cancellationToken)
    {
        if (!MayEdit)
            return Forbid();
        var given = RunHelpReader.Json(variables, out var isBad);
        if (isBad)
        {
            this.Refused(words["Переменные не читаются как JSON."].Value);
            return Back("events");
        }
        var sent = await mediator.Send(new SendMessageTo(new RunId(Id), wait, reason?.Trim() ?? "", given), cancellationToken);
        return Helped(sent, "Сообщение принято.", "events");
    }

    public async Task<IActionResult> OnPostListenAsync(
        int instance,
        string? element,
        string? reason,
        CancellationToken cancellationToken
    ) =>
        MayEdit
            ? Helped(
                await mediator.Send(new StartListening(new RunId(Id), instance, element ?? "", reason?.Trim() ?? ""), cancellationToken),
                "Событие вызвано.",
                "events"
            )
            : Forbid();

    public async Task<IActionResult> OnPostReassignAsync(int wait, Guid? to, string? reason, CancellationToken cancellationToken) =>
        MayEdit
            ? Helped(
                await mediator.Send(new ReassignTask(new RunId(Id), wait, to, reason?.Trim() ?? ""), cancellationToken),
                "Задача передана.",
                "tasks"
            )
            : Forbid();

    public async Task<IActionResult> OnPostSkipAsync(Guid incident, string? variables, string? reason, CancellationToken cancellationToken)
    {
        if (!MayEdit)
            return Forbid();
        var given = RunHelpReader.Json(variables, out var isBad);
        if (isBad)
        {
            this.Refused(words["Переменные не читаются как JSON."].Value);
            return Back("incidents");
        }
        var skipped = await mediator.Send(new SkipIncident(new IncidentId(incident), reason?.Trim() ?? "", given), cancellationToken);
        return Helped(skipped, "Шаг пропущен.", "incidents");
    }

    private RedirectToPageResult Helped(IOutcome outcome, string done, string? place)
    {
        this.Tell(outcome, words, done);
        return Back(place);
    }

    private RedirectToPageResult Back(string? place) => RedirectToPage(pageName: null, pageHandler: null, new { Id }, place);

    private async Task LoadHelp(RunId id, CancellationToken cancellationToken)
    {
        Suspended = await marks.Suspended(id, cancellationToken);
        Marks = await marks.Of(id, cancellationToken);
        var run = Places.Run;
        About = (await names.Of([(run.SubjectType, run.SubjectId, run.BusinessKey, run.StartedAt)], cancellationToken))[0];
        if (MayEdit && run.Status == "running")
            Help = await help.Of(id, cancellationToken);
    }
}
