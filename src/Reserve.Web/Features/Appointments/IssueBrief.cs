using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Papers;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments;

/// <summary>
/// Prepares the brief of an approval from the base and the monitoring: the person, the career, the place in the reserve, the territory's
/// figures.
/// </summary>
[Allow]
[Activity("Papers.IssueBrief", Title = "Подготовить справку")]
internal sealed record IssueBrief(AppointmentCaseId Case) : IRequest<Result<BriefIssued, CaseRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

internal sealed record BriefIssued(IssuedPaper Brief);

internal sealed class IssueBriefHandler(ReserveDb db, IMediator mediator, TimeShown time, Caller caller)
    : IRequestHandler<IssueBrief, Result<BriefIssued, CaseRefusal>>
{
    public async Task<Result<BriefIssued, CaseRefusal>> Handle(IssueBrief request, CancellationToken cancellationToken)
    {
        if (await db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == request.Case, cancellationToken) is not { } appointment)
            return CaseRefusal.UnknownCase;
        var stamp = caller.Stamp();
        var municipality = await db.Set<Territory>()
            .Where(row => row.Path == appointment.Territory)
            .Select(row => row.Name)
            .SingleAsync(cancellationToken);
        Candidate? candidate;
        ReserveEntry? entry;
        List<string> history;
        // A municipality may ask for a person of its region whom it does not see itself; nothing is written here.
        using (caller.AsSystem(Territory.RegionOf(appointment.Territory)))
        {
            candidate = appointment.CandidateId is { } id ? await Load(new CandidateId(id), cancellationToken) : null;
            entry = candidate is null
                ? null
                : await db.Set<ReserveEntry>()
                    .AsNoTracking()
                    .SingleOrDefaultAsync(row => row.CandidateId == candidate.Id && row.IsCurrent, cancellationToken);
            history = candidate is null ? [] : await History(candidate.Id, cancellationToken);
        }

        var issued = await mediator.Send(
            new IssueBriefPaper(
                new PaperSubject(PaperSubjectKind.AppointmentCase, appointment.Id.Value),
                appointment.Territory,
                appointment.Territory,
                new BriefRecord
                {
                    FullName = appointment.PersonName,
                    ForPosition = $"на должность «{appointment.Position}» ({municipality})",
                    Person = Person(candidate),
                    Career =
                    [
                        .. (candidate?.Career ?? [])
                            .OrderByDescending(step => step.From)
                            .Select(step => new CareerStep(step.From, step.To, step.Organization, step.Position)),
                    ],
                    Sections =
                    [
                        ("Образование", Education(candidate)),
                        ("Кадровый резерв", Reserve(entry, time)),
                        ("Развитие и аттестация", [.. history]),
                    ],
                    Sources = [new PaperSource("База кадрового резерва", time.LocalDate(stamp.At))],
                }
            ),
            cancellationToken
        );
        return new BriefIssued(issued.Value);
    }

    private Task<Candidate?> Load(CandidateId id, CancellationToken cancellationToken) =>
        db.Set<Candidate>()
            .AsNoTracking()
            .Include(row => row.Education)
            .Include(row => row.Career)
            .AsSplitQuery()
            .SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    private Task<List<string>> History(CandidateId candidate, CancellationToken cancellationToken) =>
        db.Set<CandidateRecord>()
            .AsNoTracking()
            .Where(row =>
                row.CandidateId == candidate
                && (row.Kind == RecordKind.Training || row.Kind == RecordKind.Attestation || row.Kind == RecordKind.Rating)
            )
            .OrderBy(row => row.At)
            .Select(row => row.Summary)
            .ToListAsync(cancellationToken);

    private static IReadOnlyList<Fact> Person(Candidate? candidate) =>
        candidate is null
            ? [new Fact("Сведения", "В базе кадрового резерва сведений о кандидате нет.")]
            :
            [
                new Fact("Дата рождения", RussianText.Date(candidate.BirthDate)),
                new Fact("Место работы", candidate.Workplace),
                new Fact("Должность", candidate.Position),
                .. candidate.Contests.Length == 0 ? [] : new[] { new Fact("Конкурсы", string.Join("; ", candidate.Contests)) },
            ];

    private static IReadOnlyList<string> Education(Candidate? candidate) =>
        [
            .. (candidate?.Education ?? []).Select(entry =>
                entry.Year is { } year
                    ? $"{entry.Institution}, {entry.Qualification}, {year} г."
                    : $"{entry.Institution}, {entry.Qualification}."
            ),
        ];

    private static List<string> Reserve(ReserveEntry? entry, TimeShown time)
    {
        if (entry is null)
            return ["В кадровом резерве не состоит."];
        var lines = new List<string> { $"Этап: {CandidateWords.Of(entry.Stage)}." };
        if (entry.EnrolledAt is { } enrolled)
            lines.Add(
                $"В резерве с {TimeShown.Date(time.LocalDate(enrolled))}"
                    + (entry.TermEnds is { } ends ? $" по {TimeShown.Date(time.LocalDate(ends))}" : "")
            );
        if (entry.Zone is { } zone)
            lines.Add(
                $"Зона: {ZoneName(zone)}"
                    + (entry.Score is { } score ? $", {score.ToString("0.##", CultureInfo.GetCultureInfo("ru-RU"))} баллов из 100." : ".")
            );
        return lines;
    }

    private static string ZoneName(ReserveZone zone) =>
        zone switch
        {
            ReserveZone.Priority => "первоочерёдные кандидаты",
            ReserveZone.Pool => "управленческий запас",
            ReserveZone.Risk => "зона риска",
        };
}
