using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Tests.Features.Appointments;

/// <summary>Everything that is refused, by name.</summary>
public sealed class RefusalTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    [Fact]
    public async Task The_same_letter_twice_is_one_case()
    {
        var letter = await Letter(id: "<twice@example.test>");
        var first = await site.Site.SendAsSystem(letter);
        var second = await site.Site.SendAsSystem(letter);
        var duplicate = Assert.IsType<RegisterRequestRefusal.Duplicate>(second.Refusal);
        Assert.Equal(first.Value.Number, duplicate.Number);
    }

    [Fact]
    public async Task A_stranger_learns_nothing_of_people_or_places()
    {
        Assert.IsType<RegisterRequestRefusal.SenderNotRegistered>(
            (await site.Site.SendAsSystem(await Letter(sender: "stranger@example.test"))).Refusal
        );
        Assert.IsType<RegisterRequestRefusal.SenderNotRegistered>(
            (
                await site.Site.SendAsSystem(await Letter(sender: "stranger@example.test", municipality: "Нигде", person: "Никто Никак"))
            ).Refusal
        );
    }

    [Fact]
    public async Task A_sender_of_another_region_is_refused_before_the_person_is_looked_up()
    {
        Assert.True((await site.Site.SendAsSystem(new AddSender("RU.66", "neighbour@example.test", null))).IsOk);
        Assert.IsType<RegisterRequestRefusal.SenderNotRegistered>(
            (await site.Site.SendAsSystem(await Letter(sender: "neighbour@example.test"))).Refusal
        );
        Assert.IsType<RegisterRequestRefusal.SenderNotRegistered>(
            (await site.Site.SendAsSystem(await Letter(sender: "neighbour@example.test", person: "Никто Никак"))).Refusal
        );
    }

    [Fact]
    public async Task An_unknown_municipality_an_unknown_person_and_a_namesake_are_told_apart()
    {
        Assert.IsType<RegisterRequestRefusal.UnknownMunicipality>(
            (await site.Site.SendAsSystem(await Letter(municipality: "Тридевятое царство"))).Refusal
        );
        Assert.IsType<RegisterRequestRefusal.UnknownPerson>((await site.Site.SendAsSystem(await Letter(person: "Воробьёв П. И."))).Refusal);
        Assert.Equal(
            2,
            Assert
                .IsType<RegisterRequestRefusal.AmbiguousPerson>((await site.Site.SendAsSystem(await Letter(person: "Орлов И. П."))).Refusal)
                .Count
        );
        Assert.True((await site.Site.SendAsSystem(await Letter(person: "Орлов Игорь Павлович"))).IsOk);
    }

    [Fact]
    public async Task A_request_from_the_cabinet_stays_within_the_applicants_territory_and_is_not_doubled()
    {
        Assert.IsType<Rejection.OutsideTerritory>(
            (await site.As(site.Authority, new SubmitRequest("RU.66", ApprovalSite.Person, "Начальник", null))).Rejection
        );
        Assert.Equal(
            SubmitRequestRefusal.OtherLevel,
            (await site.As(site.Authority, new SubmitRequest("RU.74", ApprovalSite.Person, "Начальник", null))).Refusal
        );
        Assert.Equal(
            SubmitRequestRefusal.UnknownPerson,
            (await site.As(site.Authority, new SubmitRequest("RU.74.05", "Никто Никак", "Начальник", null))).Refusal
        );
        Assert.Equal(
            SubmitRequestRefusal.NotFullName,
            (await site.As(site.Authority, new SubmitRequest("RU.74.05", "Никто Н. Н.", "Начальник", null, Outsider: true))).Refusal
        );
        Assert.Equal(
            SubmitRequestRefusal.AmbiguousPerson,
            (await site.As(site.Authority, new SubmitRequest("RU.74.05", "Орлов И. П.", "Начальник", null))).Refusal
        );
        Assert.True((await site.As(site.Authority, new SubmitRequest("RU.74.05", ApprovalSite.Person, "Начальник", null))).IsOk);
        Assert.Equal(
            SubmitRequestRefusal.AlreadyOpen,
            (await site.As(site.Authority, new SubmitRequest("RU.74.05", ApprovalSite.Person, "Начальник", null))).Refusal
        );
        Assert.IsType<Rejection.Invalid>((await site.As(site.Authority, new SubmitRequest("", "", "", null))).Rejection);
    }

    [Fact]
    public async Task An_expert_gives_one_opinion_and_only_when_asked()
    {
        var id = await site.UnderExpertise();
        var experts = await site.Asked(id);
        var spare = site.Members.Single(member => !experts.Contains(member));
        Assert.IsType<OpinionRefusal.NotAsked>((await site.As(spare, new GiveOpinion(id, Verdict.Positive, "За."))).Refusal);
        Assert.True((await site.As(experts[0], new GiveOpinion(id, Verdict.Positive, "За."))).IsOk);
        Assert.IsType<OpinionRefusal.AlreadyGiven>((await site.As(experts[0], new GiveOpinion(id, Verdict.Negative, "Против."))).Refusal);
        Assert.True((await site.As(experts[1], new DeclareConflict(id, null))).IsOk);
        Assert.IsType<OpinionRefusal.AlreadyDeclared>((await site.As(experts[1], new DeclareConflict(id, null))).Refusal);
        Assert.IsType<OpinionRefusal.AlreadyDeclared>((await site.As(experts[1], new GiveOpinion(id, Verdict.Positive, "За."))).Refusal);
        Assert.IsType<Rejection.Invalid>((await site.As(experts[2], new GiveOpinion(id, Verdict.Positive, ""))).Rejection);
        Assert.IsType<Rejection.NotThere>(
            (await site.As(experts[2], new GiveOpinion(new AppointmentCaseId(Guid.NewGuid()), Verdict.Positive, "За."))).Rejection
        );
    }

    [Fact]
    public async Task A_second_vote_by_the_same_member_is_refused_by_the_command_and_by_the_database()
    {
        var (id, _) = await site.Voting();
        var member = site.Members[0];
        var first = await site.As(member, new CastVote(id, Choice.Approve, null));
        Assert.True(first.IsOk, first.Reason);
        Assert.IsType<CastVoteRefusal.AlreadyVoted>((await site.As(member, new CastVote(id, Choice.Refuse, null))).Refusal);
        Assert.IsType<OpinionRefusal.AlreadyVoted>((await site.As(member, new DeclareConflict(id, null))).Refusal);
        var problem = await Assert.ThrowsAsync<DbUpdateException>(() =>
            site.Site.AsSystem(async services =>
            {
                var db = (ReserveDb)services.GetService(typeof(ReserveDb))!;
                var vote = await db.Set<Vote>().AsNoTracking().SingleAsync(row => row.CaseId == id && row.MemberUserId == member.Id);
                db.Add(
                    new Vote
                    {
                        Id = Ids.New<VoteId>(site.Clock.GetUtcNow()),
                        AgendaItemId = vote.AgendaItemId,
                        CaseId = id,
                        Territory = vote.Territory,
                        MemberUserId = member.Id,
                        MemberName = "x",
                        Choice = Choice.Refuse,
                        CastAt = site.Clock.GetUtcNow(),
                    }
                );
                return await db.SaveChangesAsync();
            })
        );
        Assert.Equal(PostgresErrorCodes.UniqueViolation, Assert.IsType<PostgresException>(problem.InnerException).SqlState);
    }

    [Fact]
    public async Task Only_present_members_without_a_conflict_vote_and_only_at_the_open_sitting()
    {
        var early = await site.ReadyForAgenda();
        Assert.IsType<CastVoteRefusal.NoSitting>((await site.As(site.Members[0], new CastVote(early, Choice.Approve, null))).Refusal);
        var (id, _) = await site.Voting(site.Chair, site.Members[0], site.Members[1]);
        Assert.IsType<CastVoteRefusal.NotPresent>((await site.As(site.Members[2], new CastVote(id, Choice.Approve, null))).Refusal);
        Assert.True((await site.As(site.Members[1], new DeclareConflict(id, "Сослуживец"))).IsOk);
        Assert.IsType<CastVoteRefusal.Conflict>((await site.As(site.Members[1], new CastVote(id, Choice.Approve, null))).Refusal);
        Assert.Equal(2, (await site.Tasks(id)).Count(task => task.Element == "Vote"));
        Assert.IsType<Rejection.NotThere>(
            (await site.As(site.Members[0], new CastVote(new AppointmentCaseId(Guid.NewGuid()), Choice.Approve, null))).Rejection
        );
    }

    [Fact]
    public async Task A_case_comes_on_an_open_agenda_of_its_own_commission_in_time_and_once()
    {
        var id = await site.ReadyForAgenda();
        Assert.IsType<AgendaRefusal.TooLate>((await site.As(site.Secretary, new PutOnAgenda(id, await site.Meeting(inDays: 3)))).Refusal);
        Assert.IsType<Rejection.NotThere>(
            (await site.As(site.Secretary, new PutOnAgenda(id, new CommissionMeetingId(Guid.NewGuid())))).Rejection
        );
        var elsewhere = await site.Site.SendAsSystem(new ScheduleMeeting("RU.74.09", site.Clock.GetUtcNow().AddDays(20), "Зал 2"));
        Assert.IsType<AgendaRefusal.OtherCommission>((await site.As(site.Secretary, new PutOnAgenda(id, elsewhere.Value))).Refusal);
        var meeting = await site.Meeting();
        Assert.Equal(MeetingRefusal.EmptyAgenda, (await site.As(site.Secretary, new CloseAgenda(meeting))).Refusal);
        Assert.True((await site.As(site.Secretary, new PutOnAgenda(id, meeting))).IsOk);
        Assert.IsType<AgendaRefusal.NotAwaited>((await site.As(site.Secretary, new PutOnAgenda(id, await site.Meeting()))).Refusal);
        Assert.True((await site.As(site.Secretary, new CloseAgenda(meeting))).IsOk);
        Assert.Equal(MeetingRefusal.AgendaClosed, (await site.As(site.Secretary, new CloseAgenda(meeting))).Refusal);
        var second = await site.ReadyForAgenda();
        Assert.IsType<AgendaRefusal.AgendaClosed>((await site.As(site.Secretary, new PutOnAgenda(second, meeting))).Refusal);
    }

    [Fact]
    public async Task A_sitting_is_opened_on_its_day_with_members_of_the_commission_after_its_agenda_was_closed()
    {
        var id = await site.ReadyForAgenda();
        var meeting = await site.Meeting();
        Assert.True((await site.As(site.Secretary, new PutOnAgenda(id, meeting))).IsOk);
        Assert.Equal(MeetingRefusal.AgendaOpen, (await site.As(site.Secretary, new OpenSitting(meeting, [site.Chair.Id]))).Refusal);
        Assert.Equal(MeetingRefusal.NotOpen, (await site.As(site.Secretary, new HoldSitting(meeting))).Refusal);
        Assert.True((await site.As(site.Secretary, new CloseAgenda(meeting))).IsOk);
        Assert.Equal(MeetingRefusal.TooEarly, (await site.As(site.Secretary, new OpenSitting(meeting, [site.Chair.Id]))).Refusal);
        site.Clock.Advance(TimeSpan.FromDays(20));
        Assert.Equal(MeetingRefusal.NobodyPresent, (await site.As(site.Secretary, new OpenSitting(meeting, []))).Refusal);
        Assert.Equal(
            MeetingRefusal.UnknownMember,
            (await site.As(site.Secretary, new OpenSitting(meeting, [site.Chair.Id, site.Officer.Id]))).Refusal
        );
        // The process has not yet come to wait for the sitting: its jobs have not run.
        Assert.Equal(MeetingRefusal.NotAwaited, (await site.As(site.Secretary, new OpenSitting(meeting, [site.Chair.Id]))).Refusal);
        await site.Work();
        Assert.True(
            (await site.As(site.Secretary, new OpenSitting(meeting, [site.Chair.Id, .. site.Members.Select(member => member.Id)]))).IsOk
        );
        Assert.Equal(MeetingRefusal.AlreadyOpened, (await site.As(site.Secretary, new OpenSitting(meeting, [site.Chair.Id]))).Refusal);
        Assert.Equal(MeetingRefusal.Undecided, (await site.As(site.Secretary, new HoldSitting(meeting))).Refusal);
        Assert.Equal(
            MeetingRefusal.AlreadyOpened,
            (await site.As(site.Secretary, new RescheduleMeeting(meeting, site.Clock.GetUtcNow().AddDays(1), "Зал"))).Refusal
        );
    }

    [Fact]
    public async Task Meetings_are_set_in_the_future_within_ones_territory_and_an_agenda_is_closed_in_time()
    {
        Assert.Equal(
            MeetingRefusal.InThePast,
            (await site.As(site.Secretary, new ScheduleMeeting("RU.74", site.Clock.GetUtcNow().AddDays(-1), "Зал"))).Refusal
        );
        Assert.IsType<Rejection.OutsideTerritory>(
            (await site.As(site.Secretary, new ScheduleMeeting("RU.66", site.Clock.GetUtcNow().AddDays(12), "Зал"))).Rejection
        );
        Assert.IsType<Rejection.NotThere>(
            (await site.As(site.Secretary, new CloseAgenda(new CommissionMeetingId(Guid.NewGuid())))).Rejection
        );
        var meeting = await site.Meeting(inDays: 3);
        Assert.Equal(MeetingRefusal.TooLate, (await site.As(site.Secretary, new CloseAgenda(meeting))).Refusal);
        Assert.Equal(
            MeetingRefusal.InThePast,
            (await site.As(site.Secretary, new RescheduleMeeting(meeting, site.Clock.GetUtcNow().AddDays(-2), "Зал"))).Refusal
        );
        Assert.True((await site.As(site.Secretary, new RescheduleMeeting(meeting, site.Clock.GetUtcNow().AddDays(30), "Зал 3"))).IsOk);
    }

    [Fact]
    public async Task Decisions_are_reasoned_short_postponed_and_final()
    {
        var id = await site.Registered();
        Assert.Equal(RecordDecisionRefusal.ReasonMissing, (await Decide(id, new ChairDecision(DecisionKind.Refuse))).Refusal);
        Assert.Equal(
            RecordDecisionRefusal.ReasonMissing,
            (await Decide(id, new ChairDecision(DecisionKind.Refuse, RefusalReason.Bar, " "))).Refusal
        );
        Assert.Equal(
            RecordDecisionRefusal.DecisionNotAllowed,
            (await Decide(id, new ChairDecision(DecisionKind.Approve), "Refuse")).Refusal
        );
        Assert.Equal(RecordDecisionRefusal.PostponedTooLong, (await Decide(id, new ChairDecision(DecisionKind.Postpone))).Refusal);
        var today = DateOnly.FromDateTime(site.Clock.GetUtcNow().UtcDateTime);
        Assert.Equal(
            RecordDecisionRefusal.PostponedTooLong,
            (await Decide(id, new ChairDecision(DecisionKind.Postpone, PostponedUntil: today.AddDays(40)))).Refusal
        );
        Assert.True((await Decide(id, new ChairDecision(DecisionKind.Postpone, PostponedUntil: today.AddDays(20)))).IsOk);
        Assert.Equal(
            RecordDecisionRefusal.PostponedTwice,
            (await Decide(id, new ChairDecision(DecisionKind.Postpone, PostponedUntil: today.AddDays(25)))).Refusal
        );
        Assert.True((await Decide(id, new ChairDecision(DecisionKind.Approve), "Tie")).IsOk);
        Assert.Equal(
            RecordDecisionRefusal.AlreadyDecided,
            (await Decide(id, new ChairDecision(DecisionKind.Refuse, RefusalReason.Bar, "Судимость"))).Refusal
        );
        Assert.Equal(
            RecordDecisionRefusal.UnknownCase,
            (await Decide(new AppointmentCaseId(Guid.NewGuid()), new ChairDecision(DecisionKind.Approve))).Refusal
        );
    }

    [Fact]
    public async Task Seats_of_the_commission_and_senders_are_kept_without_doubles()
    {
        Assert.Equal(
            MemberRefusal.AlreadyMember,
            (await site.As(site.Secretary, new AddMember("RU.74", site.Members[0].Id, SeatRole.Member))).Refusal
        );
        Assert.Equal(
            MemberRefusal.NotEligible,
            (await site.As(site.Secretary, new AddMember("RU.74", site.Officer.Id, SeatRole.Member))).Refusal
        );
        Assert.IsType<Rejection.OutsideTerritory>(
            (await site.As(site.Secretary, new AddMember("RU.66", site.Members[0].Id, SeatRole.Member))).Rejection
        );
        var second = await site.Site.CreateUser("chair-2", "RU.74", Roles.CommissionChair);
        Assert.Equal(MemberRefusal.ChairTaken, (await site.As(site.Secretary, new AddMember("RU.74", second.Id, SeatRole.Chair))).Refusal);
        Assert.IsType<Rejection.NotThere>(
            (await site.As(site.Secretary, new RemoveMember(new CommissionMemberId(Guid.NewGuid())))).Rejection
        );
        Assert.Equal(
            SenderRefusal.AlreadyRegistered,
            (await site.Site.SendAsSystem(new AddSender("RU.74", "MINISTRY@example.test", null))).Refusal
        );
        Assert.Equal(
            SenderRefusal.NotFound,
            (await site.Site.SendAsSystem(new RemoveSender(new RegisteredSenderId(Guid.NewGuid())))).Refusal
        );
        Assert.IsType<Rejection.OutsideTerritory>(
            (await site.Site.Send("RU.66", Roles.Administrator, new AddSender("RU.74", "x@example.test", null))).Rejection
        );
    }

    [Fact]
    public async Task Nobody_of_another_region_sees_a_case_or_acts_on_it()
    {
        var id = await site.UnderExpertise();
        Assert.Empty(await site.Site.Look("RU.66", db => db.Set<AppointmentCase>().ToListAsync()));
        Assert.Empty(await site.Site.Look("RU.66", db => db.Set<ExpertOpinion>().IgnoreQueryFilters().ToListAsync()));
        Assert.IsType<Rejection.NotThere>(
            (await site.Site.Send("RU.66", Roles.CommissionMember, new GiveOpinion(id, Verdict.Positive, "За."))).Rejection
        );
        Assert.IsType<Rejection.NotThere>(
            (await site.Site.Send("RU.66", Roles.RegionalAuthority, new WithdrawRequest(id, "Так"))).Rejection
        );
        Assert.IsType<Rejection.NotThere>(
            (await site.Site.Send("RU.66", Roles.CommissionMember, new CastVote(id, Choice.Approve, null))).Rejection
        );
    }

    [Fact]
    public async Task Each_command_is_for_its_roles()
    {
        var id = new AppointmentCaseId(Guid.NewGuid());
        var meeting = new CommissionMeetingId(Guid.NewGuid());
        await Forbidden(
            new GiveOpinion(id, Verdict.Positive, "x"),
            Roles.HrOfficer,
            Roles.RegionalAuthority,
            Roles.CommissionSecretary,
            Roles.Auditor
        );
        await Forbidden(new DeclareConflict(id, null), Roles.HrOfficer, Roles.Auditor);
        await Forbidden(
            new CastVote(id, Choice.Approve, null),
            Roles.HrOfficer,
            Roles.CommissionSecretary,
            Roles.Administrator,
            Roles.Auditor
        );
        await Forbidden(new PutOnAgenda(id, meeting), Roles.HrOfficer, Roles.CommissionMember, Roles.Auditor);
        await Forbidden(new ChooseExperts(id, []), Roles.HrOfficer, Roles.CommissionMember, Roles.Auditor);
        await Forbidden(new OpenSitting(meeting, []), Roles.CommissionMember, Roles.HrOfficer, Roles.Auditor);
        await Forbidden(new HoldSitting(meeting), Roles.CommissionMember, Roles.Auditor);
        await Forbidden(new CloseAgenda(meeting), Roles.CommissionMember, Roles.CommissionChair, Roles.Auditor);
        await Forbidden(
            new ScheduleMeeting("RU.74", site.Clock.GetUtcNow().AddDays(20), "x"),
            Roles.CommissionMember,
            Roles.RegionalAuthority,
            Roles.Auditor
        );
        await Forbidden(new SubmitRequest("RU.74.01", "x", "x", null), Roles.CommissionMember, Roles.Candidate, Roles.Auditor);
        await Forbidden(new WithdrawRequest(id, "x"), Roles.CommissionMember, Roles.CommissionChair, Roles.Auditor);
        await Forbidden(new AddSender("RU.74", "a@example.test", null), Roles.HrOfficer, Roles.CommissionSecretary, Roles.Auditor);
        await Forbidden(new RecordDecision(id, new ChairDecision(DecisionKind.Approve)), Roles.CommissionChair, Roles.Administrator);
        await Forbidden(new RegisterRequest("x", "x", null, "x", "x"), Roles.RegionalAuthority, Roles.Administrator);
    }

    private async Task Forbidden<T>(MediatR.IRequest<T> command, params string[] roles)
        where T : IOutcome
    {
        foreach (var role in roles)
            Assert.IsType<Rejection.NotAllowed>((await site.Site.Send("RU.74", role, command)).Rejection);
    }

    private Task<Result<DecisionRecorded, RecordDecisionRefusal>> Decide(
        AppointmentCaseId id,
        ChairDecision decision,
        string? vote = null
    ) => site.Site.SendAsSystem(new RecordDecision(id, decision, vote is null ? null : new VotingResult(vote, "Итог")));

    private async Task<RegisterRequest> Letter(
        string? municipality = null,
        string person = ApprovalSite.Person,
        string sender = ApprovalSite.Address,
        string? id = null
    ) => new(municipality ?? await site.NameOf(ApprovalSite.Municipality), person, null, sender, id ?? $"<{Guid.NewGuid()}@example.test>");
}
