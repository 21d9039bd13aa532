using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Papers.Signatures;

namespace Reserve.Web.Demo;

/// <summary>Sittings of the region's commission: its chair and all its members come.</summary>
internal sealed class DemoSitting(DemoOffice office, DemoClock clock)
{
    private User Secretary => office.Officer(Roles.CommissionSecretary);

    private User Chair => office.Officer(Roles.CommissionChair);

    public IReadOnlyList<User> Members => [Chair, .. office.Officers(Roles.CommissionMember)];

    /// <summary>Schedules a sitting at once, with its agenda.</summary>
    public async Task<CommissionMeetingId> Schedule(
        DateTimeOffset at,
        params IEnumerable<(AppointmentCaseId? Case, SittingQuestionId? Question)> items
    )
    {
        var meeting = Must(await office.Send(Secretary, new ScheduleMeeting(DemoOffice.Region, at, "Челябинск, зал заседаний")));
        await office.Work();
        foreach (var (about, question) in items)
            Must(await office.Send(Secretary, new PutOnAgenda(about, meeting, question)));
        await office.Work();
        return meeting;
    }

    public async Task CloseAgenda(CommissionMeetingId meeting)
    {
        Must(await office.Send(Secretary, new CloseAgenda(meeting)));
        await office.Work();
    }

    public async Task Open(CommissionMeetingId meeting)
    {
        Must(await office.Send(Secretary, new OpenSitting(meeting, [.. Members.Select(member => member.Id)])));
        await office.Work();
    }

    /// <summary>Comes to an item, opens its vote and lets these vote.</summary>
    /// <param name="item">Of the agenda.</param>
    /// <param name="voters">Who votes.</param>
    /// <param name="choice">How.</param>
    /// <param name="score">How they judge a candidate's defence, in per cent.</param>
    public async Task Vote(AgendaItem item, IEnumerable<User> voters, Choice choice, int? score = null)
    {
        Must(await office.Send(Secretary, new HearItem(item.Id)));
        await office.Work();
        Must(await office.Send(Secretary, new OpenVote(item.Id, BallotKind.Open)));
        await office.Work();
        foreach (var voter in voters)
            Must(await office.Send(voter, new CastVote(item.CaseId, choice, null, item.QuestionId, score)));
        await office.Work();
    }

    /// <summary>Closes a sitting; its protocol is written, agreed to, and signed on the day after.</summary>
    public async Task Close(CommissionMeetingId meeting)
    {
        Must(await office.Send(Secretary, new HoldSitting(meeting)));
        await office.Work();
        foreach (var item in await Items(meeting))
            Must(
                await office.Send(
                    Secretary,
                    new KeepMinutes(item.Id, "Защита программы развития, собеседование.", "Вопросы членов комиссии.", null, null)
                )
            );
        Must(await office.Send(Secretary, new CloseProtocol(meeting)));
        Must(await office.Send(Chair, new ConfirmProtocol(meeting, true, null)));
        await office.Work();
        clock.MoveTo(clock.GetUtcNow().AddDays(1));
        Must(
            await office.Send(
                Secretary,
                new SignProtocol(meeting, SignatureKind.Paper, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), [])
            )
        );
        await office.Work();
    }

    /// <summary>A sitting that hears whoever waits for the final attestation.</summary>
    /// <param name="day">When it sits.</param>
    /// <param name="judgement">How the members judge a candidate, in per cent.</param>
    public async Task Attest(DateTimeOffset day, Func<Guid, int> judgement)
    {
        var questions = await Ready();
        day = AtTen(day);
        var meeting = await Schedule(day, questions.Select(question => ((AppointmentCaseId?)null, (SittingQuestionId?)question.Id)));
        await CloseAgenda(meeting);
        clock.MoveTo(day);
        await office.Work();
        await Open(meeting);
        foreach (var item in await Items(meeting))
        {
            var score = judgement(questions.Single(row => row.Id == item.QuestionId).CandidateId.Value);
            await Vote(item, Members, score >= 60 ? Choice.Approve : Choice.Refuse, score);
        }

        await Close(meeting);
    }

    /// <summary>At ten in the morning of the region, on a working day of the week.</summary>
    public static DateTimeOffset AtTen(DateTimeOffset day)
    {
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            day = day.AddDays(1);
        return new DateTimeOffset(day.UtcDateTime.Date.AddHours(5), TimeSpan.Zero);
    }

    public Task<List<AgendaItem>> Items(CommissionMeetingId meeting) =>
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

    private static T Must<T, TRefusal>(Result<T, TRefusal> outcome)
        where T : notnull
        where TRefusal : notnull =>
        outcome.IsOk ? outcome.Value : throw new InvalidOperationException($"The demonstration of a sitting: {outcome.Reason}");
}
