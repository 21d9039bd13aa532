using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Dmn;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Features.Persons;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Candidates;

/// <summary>A candidate's card. Opening it is written into the journal: who read whose record can be listed.</summary>
[Authorize(CandidatesRegistration.Card)]
[UploadLimit(CandidatePaper.MostBytes + (64 * 1024))]
public sealed class CardModel(
    ReserveDb db,
    Caller caller,
    ProcessQueries processes,
    DecisionQueries decisions,
    TaskQueries tasks,
    IMediator mediator,
    PaperArchive archive,
    ICandidateQuestions questions,
    TimeShown shown,
    Words words
) : PageModel
{
    public static readonly IReadOnlyList<PaperKind> KindsHandedIn =
    [
        PaperKind.Questionnaire,
        PaperKind.Submission,
        PaperKind.Consent,
        PaperKind.Diploma,
        PaperKind.DossierSummary,
        PaperKind.Other,
    ];

    public sealed record Paper(Guid Id, string Title, string? Number, string FileName, DateTimeOffset AddedAt, string AddedBy);

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Candidate Candidate { get; private set; } = null!;

    public ReserveEntry Entry { get; private set; } = null!;

    public string TerritoryName { get; private set; } = "";

    /// <summary>The post that the candidate prepares for, by name.</summary>
    public string? TargetPost { get; private set; }

    public string Snils => Persons.Snils.Parse(Candidate.Snils)?.ToString() ?? "";

    /// <summary>Numbers and addresses are for those who work with the record.</summary>
    public bool SeesIdentity => User.IsInRole(Roles.HrOfficer) || User.IsInRole(Roles.CommissionSecretary);

    /// <summary>Candidates take their papers as files; the pages are for those who read others too.</summary>
    public bool OpensPapers => caller.ReadsCandidates();

    public bool MayProposeVacancy => User.IsInRole(Roles.HrOfficer) && Entry is { Status: EntryStatus.InReserve, Stage: CycleStage.Use };

    internal Timeline Story { get; private set; } = new([], []);

    public IReadOnlyList<Paper> Papers { get; private set; } = [];

    public IReadOnlyList<OpenTask> Tasks { get; private set; } = [];

    public IReadOnlyList<(string Path, string Name)> Territories { get; private set; } = [];

    /// <summary>What commissions are asked about the candidate.</summary>
    public IReadOnlyList<CandidateQuestion> Questions { get; private set; } = [];

    public RunPlace? Run { get; private set; }

    public string ActiveElements => JsonSerializer.Serialize(Run?.Active.Select(place => place.ElementId) ?? []);

    public string DoneElements => JsonSerializer.Serialize(Run?.Done ?? []);

    public IReadOnlyList<(string Part, decimal Points)> ScoreParts { get; private set; } = [];

    /// <summary>Which rules led to the zone; null when no decision of the process is behind it.</summary>
    public DecisionExplanation? ZoneReason { get; private set; }

    [Reads("ViewCandidate", "Просмотр карточки кандидата")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        return Page();
    }

    public async Task<IActionResult> OnPostPaperAsync(PaperKind kind, IFormFile? file, CancellationToken cancellationToken)
    {
        var content = new MemoryStream();
        if (file is not null)
            await file.CopyToAsync(content, cancellationToken);
        var result = await mediator.Send(
            new AddPaper(new CandidateId(Id), kind, Path.GetFileName(file?.FileName ?? ""), content.ToArray()),
            cancellationToken
        );
        return await Answer(result, "Документ добавлен.", cancellationToken);
    }

    public async Task<IActionResult> OnPostVacancyAsync(string? position, string? municipality, CancellationToken cancellationToken) =>
        await Answer(
            await mediator.Send(new ProposeVacancy(new CandidateId(Id), position ?? "", municipality ?? ""), cancellationToken),
            "Вакансия предложена: дальше задача «Включить в шорт-лист».",
            cancellationToken
        );

    public async Task<IActionResult> OnPostExcludeAsync(string? note, CancellationToken cancellationToken) =>
        await Answer(
            await mediator.Send(new RequestExclusion(new CandidateId(Id), ClosingReason.OwnWish, note), cancellationToken),
            "Цикл остановлен: оформите исключение в задаче.",
            cancellationToken
        );

    private async Task<IActionResult> Answer(IOutcome result, string done, CancellationToken cancellationToken)
    {
        if (result.IsOk)
        {
            this.Done(words[done].Value);
            return RedirectToPage(new { id = Id });
        }

        this.Show(result, words);
        return await Load(cancellationToken) ? Page() : NotFound();
    }

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        var id = new CandidateId(Id);
        var candidate = await db.Set<Candidate>()
            .AsNoTracking()
            .AsSplitQuery()
            .Include(row => row.Education)
            .Include(row => row.Career)
            .Include(row => row.Consents)
            .SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (candidate is null || !caller.MayOpen(candidate.UserId))
            return false;
        Candidate = candidate;
        Entry = await db.Set<ReserveEntry>().AsNoTracking().SingleAsync(row => row.CandidateId == id && row.IsCurrent, cancellationToken);
        TerritoryName = await db.Set<Territory>()
            .Where(row => row.Path == candidate.Territory)
            .Select(row => row.Name)
            .SingleAsync(cancellationToken);
        if (candidate.TargetPostId is { } post)
            TargetPost = await db.Set<Post>().Where(row => row.Id == post).Select(row => row.Name).SingleAsync(cancellationToken);
        var records = await db.Set<CandidateRecord>()
            .AsNoTracking()
            .Where(row => row.CandidateId == id)
            .OrderByDescending(row => row.At)
            .ThenByDescending(row => row.Id)
            .ToListAsync(cancellationToken);
        var handedIn = await db.Set<CandidatePaper>()
            .AsNoTracking()
            .Where(row => row.CandidateId == id)
            .Select(row => new
            {
                row.Id,
                row.Kind,
                row.FileName,
                row.AddedAt,
                row.AddedBy,
            })
            .ToListAsync(cancellationToken);
        var issued = await archive.Of(new(PaperSubjectKind.Candidate, Id), cancellationToken);
        Papers =
        [
            .. handedIn
                .Select(row => new Paper(row.Id.Value, CandidateWords.Of(row.Kind), null, row.FileName, row.AddedAt, row.AddedBy))
                .Concat(issued.Select(row => new Paper(row.Id.Value, row.Name, row.Number, row.FileName, row.CreatedAt, row.CreatedBy)))
                .OrderByDescending(row => row.AddedAt),
        ];
        if (Entry.RunId is { } run)
        {
            Run = await processes.Where(new RunId(run), cancellationToken);
            if (Entry is { ZoneExplanation: { } output, RatedAt: { } rated })
                ZoneReason = (await decisions.Behind(new RunId(run), output, rated, cancellationToken))?.Why;
            Tasks = await tasks.OpenAbout(new Subject(RegisterCandidateHandler.SubjectType, Id.ToString()), cancellationToken);
        }

        if (caller.ReadsCandidates())
            Questions = await questions.Of(id, cancellationToken);
        Story = Timeline.Of(records.Select(Happened), Tasks.Where(task => task.DueAt is not null).Select(Coming), shown);
        if (MayProposeVacancy)
            Territories = await TerritoryChoice.InScope(db, cancellationToken);
        ScoreParts = Parts(Entry.ZoneExplanation);
        return true;
    }

    internal bool Opens(OpenTask task) => TaskRights.LeadsTo(task, caller);

    internal string WhoDoes(OpenTask task) => task.Doer(role => words[role].Value);

    private Happening Coming(OpenTask task) => new(task.DueAt!.Value, "clock", task.Title) { Who = WhoDoes(task) };

    private Happening Happened(CandidateRecord record) =>
        new(record.At, "check", words[CandidateWords.Of(record.Kind)].Value) { Who = record.ByName, Text = words[record.Summary].Value };

    /// <summary>The parts of the score as the decision table gave them.</summary>
    private static List<(string, decimal)> Parts(string? explanation)
    {
        if (explanation is null)
            return [];
        using var document = JsonDocument.Parse(explanation);
        if (!document.RootElement.TryGetProperty("parts", out var parts) || parts.ValueKind != JsonValueKind.Object)
            return [];
        return
        [
            .. parts
                .EnumerateObject()
                .Where(part => part.Value.ValueKind == JsonValueKind.Number)
                .Select(part => (NameOf(part.Name), part.Value.GetDecimal())),
        ];
    }

    private static string NameOf(string part) =>
        part switch
        {
            "examination" => "Итоговая аттестация",
            "dynamics" => "Динамика мониторинга территории",
            "experiencePlan" => "Опыт и план развития",
            "contests" => "Конкурсы",
            _ => part,
        };
}
