using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Papers.Signatures;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Candidates;

/// <summary>A sitting of a new commission of RU.74 that hears one candidate's attestation and signs its protocol.</summary>
internal sealed class AttestationSitting(SiteFixture site)
{
    private const string Region = "RU.74";

    /// <param name="candidate">Who is heard.</param>
    /// <param name="chair">Who presides, and votes first.</param>
    /// <param name="members">Who votes besides.</param>
    /// <param name="votes">The judgement of each, and whether they are for it.</param>
    public async Task Hold(CandidateId candidate, User chair, User[] members, params (decimal Score, bool For)[] votes)
    {
        var secretary = await site.CreateUser("attests", Region, Roles.CommissionSecretary);
        await site.AsSystem(async services =>
        {
            var mediator = services.GetRequiredService<IMediator>();
            Must(await mediator.Send(new AddMember(Region, chair.Id, SeatRole.Chair)));
            foreach (var member in members)
                Must(await mediator.Send(new AddMember(Region, member.Id, SeatRole.Member)));
            return true;
        });
        var question = await site.Look(
            "RU",
            db => db.Set<SittingQuestion>().Where(row => row.CandidateId == candidate).Select(row => row.Id).SingleAsync()
        );
        var meeting = await As(secretary, new ScheduleMeeting(Region, site.Clock.GetUtcNow().AddDays(20), "Зал"));
        Must(meeting);
        await site.Work();
        Must(await As(secretary, new PutOnAgenda(null, meeting.Value, question)));
        Must(await As(secretary, new CloseAgenda(meeting.Value)));
        site.Clock.Advance(TimeSpan.FromDays(20));
        await site.Work();
        Must(await As(secretary, new OpenSitting(meeting.Value, [chair.Id, .. members.Select(member => member.Id)])));
        await site.Work();
        var item = await site.Look(
            "RU",
            db => db.Set<AgendaItem>().Where(row => row.QuestionId == question).Select(row => row.Id).SingleAsync()
        );
        Must(await As(secretary, new HearItem(item)));
        await site.Work();
        Must(await As(secretary, new OpenVote(item, BallotKind.Open)));
        await site.Work();
        foreach (var (voter, (score, isFor)) in ((User[])[chair, .. members]).Zip(votes))
            Must(await As(voter, new CastVote(null, isFor ? Choice.Approve : Choice.Refuse, null, question, score)));
        await site.Work();
        Must(await As(secretary, new HoldSitting(meeting.Value)));
        Must(await As(secretary, new KeepMinutes(item, "Защита проекта.", "Вопросы.", null, null)));
        await site.Work();
        Must(await As(secretary, new CloseProtocol(meeting.Value)));
        Must(await As(chair, new ConfirmProtocol(meeting.Value, true, null)));
        await site.Work();
        var today = DateOnly.FromDateTime(site.Clock.GetUtcNow().UtcDateTime);
        Must(await As(secretary, new SignProtocol(meeting.Value, SignatureKind.Paper, today, [])));
        await site.Work();
    }

    private Task<T> As<T>(User user, IRequest<T> command) =>
        site.As(user.Territory, user.Roles, services => services.GetRequiredService<IMediator>().Send(command), user.Id);

    private static void Must(IOutcome outcome) => Assert.True(outcome.IsOk, outcome.Reason);
}
