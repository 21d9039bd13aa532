using System.Security.Claims;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Persons;

namespace Reserve.Web.Features.Appointments.Conflicts;

/// <summary>A conflict of interest that the system proposes to a member.</summary>
/// <param name="User">Who.</param>
/// <param name="Name">Their name.</param>
/// <param name="Reasons">Why.</param>
/// <param name="IsDeclared">Whether they have declared it.</param>
/// <param name="Denied">Why they say there is none; null where they have not.</param>
internal sealed record ProposedConflict(Guid User, string Name, IReadOnlyList<ConflictReason> Reasons, bool IsDeclared, string? Denied)
{
    public bool IsOpen => !IsDeclared && Denied is null;
}

/// <summary>Gathers what is known of whoever is judged and of the members of the commissions above, and asks the rule.</summary>
internal sealed class ConflictProposals(
    ReserveDb db,
    PersonKeeper persons,
    IEnumerable<IPersonParts> parts,
    Recusals recusals,
    Caller caller
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Whether a reader sees the proposals to all members.</summary>
    public static bool AreFor(ClaimsPrincipal reader) =>
        reader.IsInRole(Roles.CommissionSecretary) || reader.IsInRole(Roles.CommissionChair);

    /// <summary>What a reader sees of them.</summary>
    public async Task<IReadOnlyList<ProposedConflict>> For(IMatter matter, ClaimsPrincipal reader, CancellationToken cancellationToken) =>
        AreFor(reader) ? await Of(matter, null, cancellationToken)
        : reader.IsInRole(Roles.CommissionMember) ? await Of(matter, caller.UserId, cancellationToken)
        : [];

    /// <param name="matter">What is judged.</param>
    /// <param name="only">Whose proposal is wanted; null for those of all members.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<IReadOnlyList<ProposedConflict>> Of(IMatter matter, Guid? only, CancellationToken cancellationToken)
    {
        var members = await Members(matter.Territory, cancellationToken);
        if (only is { } wanted)
            members.RemoveAll(member => member.User != wanted);
        if (members.Count == 0)
            return [];
        var declared = await recusals.Of(matter, cancellationToken);
        var found = new List<ProposedConflict>();
        // What the base knows of people is read for the rule; the reader sees its reasons only.
        using (caller.AsSystem(Territory.RegionOf(matter.Territory)))
        {
            var person = await Judged(matter, cancellationToken);
            foreach (var (user, name) in members)
            {
                var reasons = ConflictRule.Reasons(person, await Judge(user, name, cancellationToken));
                if (reasons.Count == 0)
                    continue;
                found.Add(
                    new ProposedConflict(
                        user,
                        name,
                        reasons,
                        declared.Exists(row => row.UserId == user),
                        await Denied(matter, user, reasons, cancellationToken)
                    )
                );
            }
        }

        return [.. found.OrderBy(row => row.Name, StringComparer.CurrentCulture)];
    }

    private IQueryable<ConflictDenial> Denials(IMatter matter) =>
        matter switch
        {
            AppointmentCase { Id: var id } => db.Set<ConflictDenial>().Where(row => row.CaseId == id),
            SittingQuestion { Id: var id } => db.Set<ConflictDenial>().Where(row => row.QuestionId == id),
            _ => throw new ArgumentOutOfRangeException(nameof(matter), matter.Subject.Type, "Nothing that a sitting hears."),
        };

    /// <summary>Why the member says that there is no conflict, when that was said of all these reasons.</summary>
    private async Task<string?> Denied(
        IMatter matter,
        Guid user,
        IReadOnlyList<ConflictReason> reasons,
        CancellationToken cancellationToken
    )
    {
        var said = await Denials(matter)
            .AsNoTracking()
            .Where(row => row.UserId == user)
            .OrderBy(row => row.At)
            .ToListAsync(cancellationToken);
        return reasons.All(reason => said.Exists(row => row.Reasons.Contains(reason.Code)))
            ? string.Join(" ", said.Select(row => row.Note))
            : null;
    }

    /// <summary>Whoever sits with a vote in the commissions of the territory and of those above it.</summary>
    private async Task<List<(Guid User, string Name)>> Members(string territory, CancellationToken cancellationToken)
    {
        var members = new Dictionary<Guid, string>();
        for (var path = territory; path.Length > 0; path = path.LastIndexOf('.') is > 0 and var dot ? path[..dot] : "")
            foreach (var member in await CommissionsAbove.Commission(db, path, cancellationToken))
                members.TryAdd(member.UserId, member.Name);
        return [.. members.Select(pair => (pair.Key, pair.Value))];
    }

    private async Task<KnownPerson> Judged(IMatter matter, CancellationToken cancellationToken)
    {
        var (candidate, record, post) = matter switch
        {
            AppointmentCase about => (
                about.CandidateId is { } entry ? new CandidateId(entry) : (CandidateId?)null,
                about.PersonId,
                new KnownPost(about.Territory, about.PostId, about.Position, about.Organization ?? "")
            ),
            SittingQuestion question => (question.CandidateId, null, null),
            _ => throw new ArgumentOutOfRangeException(nameof(matter), matter.Subject.Type, "Nothing that a sitting hears."),
        };
        var known = candidate is null
            ? null
            : await db.Set<Candidate>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == candidate, cancellationToken);
        var works = (record ?? known?.PersonId) is { } person ? await Works(person, cancellationToken) : [];
        if (known is not null)
            works.Add(new PersonWork(DateOnly.FromDateTime(known.RegisteredAt.UtcDateTime), null, known.Workplace, known.Position));
        return new KnownPerson(MatterWords.Of(matter).PersonName, works, await Mentors(candidate, cancellationToken), post);
    }

    private async Task<KnownJudge> Judge(Guid user, string name, CancellationToken cancellationToken)
    {
        var record = await db.Set<PersonRecord>()
            .AsNoTracking()
            .Where(row => row.UserId == user)
            .Select(row => new
            {
                row.Id,
                row.LastName,
                row.FirstName,
                row.MiddleName,
            })
            .FirstOrDefaultAsync(cancellationToken);
        if (record is null)
            return new KnownJudge(name, null, [], []);
        var ids = await persons.Records(record.Id, cancellationToken);
        var held = await (
            from tenure in db.Set<Tenure>().AsNoTracking()
            join head in db.Set<CurrentHead>() on tenure.HeadId equals head.Id
            where head.PersonId != null && ids.Contains(head.PersonId.Value)
            select new KnownPost(tenure.Territory, tenure.PostId, tenure.Position, tenure.Organization)
        ).ToListAsync(cancellationToken);
        return new KnownJudge(
            name,
            $"{record.LastName} {record.FirstName} {record.MiddleName}".TrimEnd(),
            await Works(record.Id, cancellationToken),
            held
        );
    }

    private async Task<List<PersonWork>> Works(PersonId person, CancellationToken cancellationToken)
    {
        var ids = await persons.Records(person, cancellationToken);
        var works = new List<PersonWork>();
        foreach (var part in parts)
            works.AddRange((await part.Of(ids, cancellationToken)).Career ?? []);
        return works;
    }

    /// <summary>Whom the plans of development and of support name.</summary>
    private async Task<IReadOnlyList<string>> Mentors(CandidateId? candidate, CancellationToken cancellationToken)
    {
        if (candidate is null)
            return [];
        var plans = await db.Set<CandidateRecord>()
            .AsNoTracking()
            .Where(row => row.CandidateId == candidate && (row.Kind == RecordKind.Plan || row.Kind == RecordKind.SupportPlan))
            .Select(row => row.Details)
            .ToListAsync(cancellationToken);
        return
        [
            .. plans
                .Select(plan => JsonSerializer.Deserialize<PlanMentor>(plan, Json)?.Mentor)
                .Where(mentor => !string.IsNullOrWhiteSpace(mentor))
                .Select(mentor => mentor!.Trim())
                .Distinct(),
        ];
    }

    private sealed record PlanMentor(string? Mentor);
}
