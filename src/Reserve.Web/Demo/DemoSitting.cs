using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Papers.Signatures;

namespace Reserve.Web.Demo;

/// <summary>A sitting of the region's commission that hears whoever waits for the final attestation.</summary>
internal sealed class DemoSitting(DemoOffice office, DemoClock clock)
{
    /// <param name="day">When it sits; it is scheduled at once.</param>
    /// <param name="judgement">How the members judge a candidate, in per cent.</param>
    public async Task Attest(DateTimeOffset day, Func<Guid, int> judgement)
    {
        // At ten in the morning of the region.
        day = new DateTimeOffset(day.UtcDateTime.Date.AddHours(5), TimeSpan.Zero);
        var secretary = office.Officer(Roles.CommissionSecretary);
        var chair = office.Officer(Roles.CommissionChair);
        User[] members = [chair, .. office.Officers(Roles.CommissionMember)];
        var meeting = Must(await office.Send(secretary, new ScheduleMeeting(DemoOffice.Region, day, "Челябинск, зал заседаний")));
        await office.Work();
        var questions = await Ready();
        foreach (var question in questions)
            Must(await office.Send(secretary, new PutOnAgenda(null, meeting, question.Id)));
        Must(await office.Send(secretary, new CloseAgenda(meeting)));
        await office.Work();
        clock.MoveTo(day);
        await office.Work();
        Must(await office.Send(secretary, new OpenSitting(meeting, [.. members.Select(member => member.Id)])));
        await office.Work();
        foreach (var item in await Items(meeting))
        {
            var question = questions.Single(row => row.Id == item.QuestionId);
            var score = judgement(question.CandidateId.Value);
            Must(await office.Send(secretary, new HearItem(item.Id)));
            await office.Work();
            Must(await office.Send(secretary, new OpenVote(item.Id, BallotKind.Open)));
            await office.Work();
            var choice = score >= 60 ? Choice.Approve : Choice.Refuse;
            foreach (var member in members)
                Must(await office.Send(member, new CastVote(null, choice, null, question.Id, score)));
            await office.Work();
            Must(
                await office.Send(
                    secretary,
                    new KeepMinutes(item.Id, "Защита проекта развития, собеседование.", "Вопросы членов комиссии.", null, null)
                )
            );
        }

        Must(await office.Send(secretary, new HoldSitting(meeting)));
        await office.Work();
        Must(await office.Send(secretary, new CloseProtocol(meeting)));
        Must(await office.Send(chair, new ConfirmProtocol(meeting, true, null)));
        await office.Work();
        clock.MoveTo(day.AddDays(1));
        Must(
            await office.Send(
                secretary,
                new SignProtocol(meeting, SignatureKind.Paper, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), [])
            )
        );
        await office.Work();
    }

    private Task<List<SittingQuestion>> Ready() =>
        office.As(
            null,
            provider =>
                provider
                    .GetRequiredService<ReserveDb>()
                    .Set<SittingQuestion>()
                    .AsNoTracking()
                    .Where(row => row.State == QuestionState.Ready)
                    .OrderBy(row => row.PersonName)
                    .ToListAsync()
        );

    private Task<List<AgendaItem>> Items(CommissionMeetingId meeting) =>
        office.As(
            null,
            provider =>
                provider
                    .GetRequiredService<ReserveDb>()
                    .Set<AgendaItem>()
                    .AsNoTracking()
                    .Where(row => row.MeetingId == meeting)
                    .OrderBy(row => row.Position)
                    .ToListAsync()
        );

    private static T Must<T, TRefusal>(Result<T, TRefusal> outcome)
        where T : notnull
        where TRefusal : notnull =>
        outcome.IsOk ? outcome.Value : throw new InvalidOperationException($"The demonstration of a sitting: {outcome.Reason}");
}
