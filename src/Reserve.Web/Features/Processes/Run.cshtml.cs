using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Papers;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Inputs;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Processes;

[Authorize(ProcessesRegistration.Policy)]
public sealed partial class RunModel(
    ProcessReader reader,
    ProcessQueries queries,
    DecisionQueries decisions,
    StepInputs inputs,
    PaperArchive archive,
    RunHelpReader help,
    RunMarks marks,
    CaseNames names,
    TaskQueries tasks,
    IMediator mediator,
    Words words
) : PageModel
{
    public const int Size = 100;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public bool MayEdit => User.IsInRole(Roles.Administrator);

    public RunPlaces Places { get; private set; } = null!;

    public IReadOnlyList<HistoryRow> History { get; private set; } = [];

    public int Total { get; private set; }

    public IReadOnlyList<IncidentRow> Incidents { get; private set; } = [];

    public IReadOnlyList<RunRefusalRow> Refusals { get; private set; } = [];

    /// <summary>What the steps shown were given; for administrators only, as variables are.</summary>
    public IReadOnlyList<StepInputRow>? Given { get; private set; }

    public IReadOnlyList<LargeInputRow> LargeInputs { get; private set; } = [];

    public IReadOnlyList<ErasureRow> Erasures { get; private set; } = [];

    public IReadOnlyList<DecisionRow> Decisions { get; private set; } = [];

    /// <summary>The papers about what the run is about.</summary>
    public IReadOnlyList<PaperLine> Papers { get; private set; } = [];

    /// <summary>For administrators only: variables hold people's data.</summary>
    public IReadOnlyList<(string Name, string Value)>? Variables { get; private set; }

    /// <summary>The open ad-hoc subprocesses whose works the reader may pick: what they are called, and their pages.</summary>
    public IReadOnlyList<(string Name, string Page)> Works { get; private set; } = [];

    public static string MoveOf(string move) => StepWords.Move(move);

    public string CauseOf(string cause) => StepWords.Cause(cause, reader);

    public static string RefusalOf(string refusal) =>
        refusal switch
        {
            "UnknownWait" => "этого уже не ждут",
            "WrongKind" => "здесь ждут другого",
            "Ended" => "экземпляр уже завершён",
            "NotEnabled" => "действие сейчас не предлагается",
            "Suspended" => "дело приостановлено",
            _ => refusal,
        };

    [Reads("ViewRun", "Просмотр экземпляра процесса")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var id = new RunId(Id);
        if (await reader.Places(id, cancellationToken) is not { } places)
            return NotFound();
        Places = places;
        Total = await queries.HistoryLength(id, cancellationToken);
        Number = Math.Clamp(Number, 1, Math.Max(1, (Total + Size - 1) / Size));
        History = await queries.History(id, (Number - 1) * Size, Size, cancellationToken);
        Incidents = await queries.Incidents(id, alsoResolved: true, cancellationToken);
        Decisions = await decisions.OfRun(id, cancellationToken);
        Refusals = await inputs.Refusals(id, cancellationToken);
        Erasures = await inputs.Erasures(id, cancellationToken);
        Papers = await archive.OfRun(places.Run, cancellationToken);
        if (MayEdit && History.Count > 0)
        {
            Given = await inputs.Given(id, History[0].Step, History[^1].Step, cancellationToken);
            LargeInputs = await inputs.Large(id, History[0].Step, History[^1].Step, cancellationToken);
        }
        await LoadHelp(id, cancellationToken);
        if (places.AdHocs.Count > 0)
        {
            var mine = await tasks.MineOf(id, cancellationToken);
            Works =
            [
                .. places
                    .AdHocs.Where(open => mine.ContainsKey(open.ElementId))
                    .Select(open => (places.NameOf(open.ElementId), $"/tasks/{Id}/{open.WaitId}/works")),
            ];
        }
        if (MayEdit)
            Variables = [.. places.Variables.Entries.Select(entry => (entry.Key, FeelJson.ToText(entry.Value)))];
        return Page();
    }

    public async Task<IActionResult> OnPostRetryAsync(Guid incident, string? reason, CancellationToken cancellationToken)
    {
        if (!MayEdit)
            return Forbid();
        var retried = await mediator.Send(new RetryIncident(new IncidentId(incident), reason?.Trim() ?? ""), cancellationToken);
        this.Show(retried, words);
        return RedirectToPage(new { Id });
    }

    public async Task<IActionResult> OnPostReplayAsync(CancellationToken cancellationToken)
    {
        if (!MayEdit)
            return Forbid();
        switch (await inputs.Replay(new RunId(Id), cancellationToken))
        {
            case ReplayOutcome.Same same:
                this.Done(words["Повторены все шаги ({0}): состояние то же.", same.Steps].Value);
                break;
            case ReplayOutcome.Differs differs:
                this.Refused(words["Повтор даёт другое состояние, шаг {0}.", differs.Step].Value);
                break;
            case ReplayOutcome.NotRecorded missing:
                this.Refused(words["Повторить нельзя: полученное шагом {0} не записано или стёрто.", missing.Step].Value);
                break;
            default:
                return NotFound();
        }
        return RedirectToPage(new { Id });
    }

    [NeedsProof]
    public async Task<IActionResult> OnPostEraseAsync(string? reason, CancellationToken cancellationToken) =>
        MayEdit
            ? Answer(
                await mediator.Send(new EraseStepInputs(new RunId(Id), reason?.Trim() ?? ""), cancellationToken),
                "Полученное шагами стёрто."
            )
            : Forbid();

    [NeedsProof]
    public async Task<IActionResult> OnPostCancelAsync(string? reason, CancellationToken cancellationToken) =>
        MayEdit
            ? Answer(await mediator.Send(new CancelRun(new RunId(Id), reason?.Trim() ?? ""), cancellationToken), "Экземпляр отменён.")
            : Forbid();

    private RedirectToPageResult Answer<TRefusal>(Result<Done, TRefusal> result, string done)
        where TRefusal : notnull
    {
        if (result.IsOk)
            this.Done(words[done].Value);
        else
            this.Refused(words[result.Reason!].Value);
        return RedirectToPage(new { Id });
    }
}
