using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Questions;

namespace Reserve.Web.Features.Appointments.Opinions;

/// <summary>
/// Who sees what others think: never who has declared a conflict; who is to give an opinion, once the own one is given; the commission and
/// those who watch over it at any time; everybody else when it is decided.
/// </summary>
internal sealed class OpinionRights(ReserveDb db, Recusals recusals, Grants grants, Caller caller)
{
    private static readonly string[] OnTheirWay =
    [
        Roles.CommissionSecretary,
        Roles.CommissionChair,
        Roles.CommissionMember,
        Roles.Administrator,
        Roles.Auditor,
    ];

    /// <param name="isDecided">Whether the matter is.</param>
    /// <param name="isRecused">Whether the reader has declared a conflict in it.</param>
    /// <param name="owes">Whether the reader still owes an opinion on it.</param>
    /// <param name="caller">The reader.</param>
    public static bool Sees(bool isDecided, bool isRecused, bool owes, Caller caller) =>
        !isRecused && !owes && (isDecided || OnTheirWay.Any(caller.IsInRole));

    public static bool IsDecided(AppointmentCase appointment) => appointment.IsClosed || appointment.State is CaseState.Approved;

    /// <summary>On a question opinions are given by whoever wants to: a member who has given none owes one.</summary>
    public bool Owes(SittingQuestion question, IEnumerable<ExpertOpinion> opinions) =>
        !question.IsClosed && caller.IsInRole(Roles.CommissionMember) && !opinions.Any(IsOwn);

    public bool IsOwn(ExpertOpinion opinion) => opinion.ExpertUserId == caller.UserId || opinion.Author == caller.UserId;

    /// <summary>Whether the reader sees this one.</summary>
    public async Task<bool> MayRead(ExpertOpinion opinion, CancellationToken cancellationToken)
    {
        if (opinion.GivenAt is null)
            return false;
        if (opinion.QuestionId is { } asked)
        {
            var question = await db.Set<SittingQuestion>().AsNoTracking().SingleAsync(row => row.Id == asked, cancellationToken);
            var given = await db.Set<ExpertOpinion>().AsNoTracking().Where(row => row.QuestionId == asked).ToListAsync(cancellationToken);
            var seen = await Seen(given, question, question.IsClosed, Owes(question, given), cancellationToken);
            return seen.Exists(row => row.Id == opinion.Id);
        }

        var appointment = await db.Set<AppointmentCase>().AsNoTracking().SingleAsync(row => row.Id == opinion.CaseId, cancellationToken);
        return (await SeenIn(appointment, cancellationToken)).Any(row => row.Id == opinion.Id);
    }

    /// <summary>The opinions on a case that were given and that the reader sees, in their order.</summary>
    public async Task<IReadOnlyList<ExpertOpinion>> SeenIn(AppointmentCase appointment, CancellationToken cancellationToken)
    {
        var opinions = await db.Set<ExpertOpinion>()
            .AsNoTracking()
            .Where(row => row.CaseId == appointment.Id)
            .OrderBy(row => row.GivenAt)
            .ToListAsync(cancellationToken);
        var seats = (await grants.Mine(cancellationToken)).Where(grant => grant.Seat is not null).Select(grant => grant.Absent).ToHashSet();
        var owes = opinions.Exists(row => row.GivenAt is null && (row.ExpertUserId == caller.UserId || seats.Contains(row.ExpertUserId)));
        return await Seen(opinions.FindAll(row => row.GivenAt is not null), appointment, IsDecided(appointment), owes, cancellationToken);
    }

    private async Task<List<ExpertOpinion>> Seen(
        List<ExpertOpinion> given,
        IMatter matter,
        bool isDecided,
        bool owes,
        CancellationToken cancellationToken
    )
    {
        var isRecused = (await recusals.Of(matter, cancellationToken)).Exists(row => row.UserId == caller.UserId);
        return Sees(isDecided, isRecused, owes, caller) ? given
            : isRecused ? []
            : given.FindAll(IsOwn);
    }
}
