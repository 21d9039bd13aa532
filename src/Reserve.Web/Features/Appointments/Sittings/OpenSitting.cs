using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Opens the sitting with those present: every case of the agenda goes on to its hearing.</summary>
[Allow(Roles.CommissionSecretary, Roles.CommissionChair)]
[Says("Открыть заседание")]
internal sealed record OpenSitting(CommissionMeetingId Meeting, IReadOnlyList<Guid> Present)
    : IRequest<Result<Done, MeetingRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("commission_meetings", Meeting, nameof(Meeting));
}

internal sealed class OpenSittingHandler(ReserveDb db, ProcessRuntime processes, SittingDays days, Caller caller, SittingCases sittingCases)
    : IRequestHandler<OpenSitting, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(OpenSitting request, CancellationToken cancellationToken)
    {
        if (await sittingCases.Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        var commission = await db.Set<CommissionMember>()
            .AsNoTracking()
            .Where(member => member.Territory == meeting.Territory && member.LeftAt == null)
            .OrderBy(member => member.Name)
            .ToListAsync(cancellationToken);
        List<CommissionMember> present = [.. commission.Where(member => request.Present.Contains(member.UserId))];
        if (present.Count == 0)
            return MeetingRefusal.NobodyPresent;
        if (request.Present.Any(user => present.All(member => member.UserId != user)))
            return MeetingRefusal.UnknownMember;
        if (meeting.Open(commission, present, days.HasCome(meeting.ScheduledAt, caller.Stamp().At), caller.Stamp()) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(cancellationToken);
        foreach (var appointment in await sittingCases.Cases(meeting, cancellationToken))
        {
            var conflicted = await db.Set<ConflictOfInterest>()
                .Where(row => row.CaseId == appointment.Id)
                .Select(row => row.UserId)
                .ToListAsync(cancellationToken);
            List<CommissionMember> voters = [.. present.Where(member => !conflicted.Contains(member.UserId))];
            appointment.OpenSitting();
            var heard = await processes.Correlate(
                "SittingOpened",
                appointment.Id.Value.ToString(),
                Opened(commission.Count, present, voters),
                new StartFacts(appointment.Territory, appointment.Subject),
                caller.Stamp(),
                cancellationToken
            );
            if (heard.Continued.Count == 0)
                return MeetingRefusal.CaseNotReady;
        }

        return new Done();
    }

    private static FeelContext Opened(int members, List<CommissionMember> present, List<CommissionMember> voters) =>
        FeelContext.Of(
            (
                "attendance",
                FeelValue.Context(
                    FeelContext.Of(
                        ("members", FeelValue.From((long)members)),
                        ("present", FeelValue.From((long)present.Count)),
                        ("eligible", FeelValue.From((long)voters.Count)),
                        ("chairPresent", FeelValue.From(present.Any(member => member.IsChair)))
                    )
                )
            ),
            ("voters", FeelValue.List([.. voters.Select(member => FeelValue.From(member.UserId.ToString()))]))
        );
}
