using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Ballots;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Commission;
using Reserve.Web.Tests.Features.Candidates;
using Reserve.Web.Tests.Features.Papers;
using Reserve.Web.Tests.Site;
using Paper = Reserve.Web.Features.Papers.Paper;
using PaperKind = Reserve.Web.Features.Papers.PaperKind;

namespace Reserve.Web.Tests.Features.Appointments;

/// <summary>Questions of the reserve beside cases at one sitting: heard, voted, decided by their rule, in one protocol.</summary>
public sealed class QuestionTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    [Fact]
    public async Task One_sitting_hears_a_case_and_an_attestation_and_has_one_protocol()
    {
        var about = await site.ReadyForAgenda();
        var (candidate, question) = await site.Attested("Общая");
        var meeting = await site.Meeting();
        var planned = await Page(site.Secretary, $"/appointments/meetings/{meeting.Value}");
        Assert.Contains("Готовы к рассмотрению", planned, StringComparison.Ordinal);
        Assert.Contains($"/appointments/questions/{question.Value}", planned, StringComparison.Ordinal);
        Assert.Contains($"/appointments/case/{about.Value}", planned, StringComparison.Ordinal);
        Assert.True((await site.As(site.Secretary, new PutOnAgenda(about, meeting))).IsOk);
        var card = await Page(site.Secretary, $"/candidates/{candidate.Value}");
        Assert.Contains("Включить в повестку", card, StringComparison.Ordinal);
        var put = await site.As(site.Secretary, new PutOnAgenda(null, meeting, question));
        Assert.True(put.IsOk, put.Reason);
        Assert.DoesNotContain(
            "Включить в повестку",
            await Page(site.Secretary, $"/candidates/{candidate.Value}"),
            StringComparison.Ordinal
        );
        await site.Open(meeting);

        await site.Hear(about);
        await site.OpenVote(about);
        foreach (var member in Everybody)
            Assert.True((await site.As(member, new CastVote(about, Choice.Approve, null))).IsOk);
        await site.Work();
        await site.Complete(site.Chair, about, "Decide", null, new() { ["decision"] = ["Approve"] });

        var item = await site.Hear(question);
        await OpenVote(item, BallotKind.Open);
        var without = await site.As(site.Chair, new CastVote(null, Choice.Approve, null, question));
        Assert.IsType<CastVoteRefusal.ScoreMissing>(without.Refusal);
        foreach (var (member, i) in Everybody.Select((member, i) => (member, i)))
        {
            var vote = await site.As(member, new CastVote(null, i < 3 ? Choice.Approve : Choice.Refuse, null, question, 70 + i));
            Assert.True(vote.IsOk, vote.Reason);
        }

        var again = await site.As(site.Chair, new CastVote(null, Choice.Approve, null, question, 90));
        Assert.False(again.IsOk);
        await site.Work();
        var decided = await Question(question);
        Assert.Equal((QuestionState.Passed, 76m), (decided.State, decided.Percent));

        // The cycle waits until the protocol is signed.
        Assert.Equal(CycleStage.Attestation, (await Entry(candidate)).Stage);
        await site.Protocol(meeting);
        Assert.Equal(CycleStage.Rating, (await Entry(candidate)).Stage);
        var protocol = await Text(PaperKind.MeetingProtocol, meeting.Value);
        Assert.Contains("О согласовании назначения: " + ApprovalSite.Person, protocol, StringComparison.Ordinal);
        Assert.Contains("Об итоговой аттестации кандидата кадрового резерва: Общая", protocol, StringComparison.Ordinal);
        Assert.Contains("Считать итоговую аттестацию пройденной. Итог: 76", protocol, StringComparison.Ordinal);
        Assert.Contains("«за» – 3, «против» – 2", protocol, StringComparison.Ordinal);
        var extract = await Text(PaperKind.ProtocolExtract, candidate.Value);
        Assert.Contains("Об итоговой аттестации", extract, StringComparison.Ordinal);
        Assert.DoesNotContain("О согласовании назначения", extract, StringComparison.Ordinal);
        var record = await site.Site.Look(
            "RU",
            db =>
                db.Set<CandidateRecord>()
                    .Where(row => row.CandidateId == candidate && row.Kind == RecordKind.Attestation)
                    .Select(row => row.Summary)
                    .SingleAsync()
        );
        Assert.Contains("за 3, против 2", record, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renewal_is_voted_secretly_and_the_term_goes_on()
    {
        var candidate = await site.Enrolled("Продлеваемая");
        var ends = (await Entry(candidate)).TermEnds!.Value;
        site.Clock.Advance(ends.AddDays(-30) - site.Clock.GetUtcNow() + TimeSpan.FromHours(1));
        await site.Work();
        await site.Site.CompleteCycle(candidate, "Renewal", Roles.HrOfficer, """{"renewalNote": "Опыт нужен району"}""", "renew");
        var question = await site.QuestionOf(candidate);
        Assert.Equal(ends, (await Entry(candidate)).TermEnds);
        var meeting = await site.Meeting();
        Assert.True((await site.As(site.Secretary, new PutOnAgenda(null, meeting, question))).IsOk);
        await site.Open(meeting);
        var item = await site.Hear(question);
        var declared = await site.As(site.Members[0], new DeclareConflict(null, "Моя сестра", question));
        Assert.True(declared.IsOk, declared.Reason);
        await OpenVote(item, BallotKind.Secret);
        Assert.IsType<CastVoteRefusal.Conflict>(
            (await site.As(site.Members[0], new CastVote(null, Choice.Approve, null, question))).Refusal
        );
        foreach (var member in Everybody.Where(member => member.Id != site.Members[0].Id))
            Assert.True((await site.As(member, new CastVote(null, Choice.Approve, null, question))).IsOk);
        await site.Site.App.Services.GetRequiredService<BallotWorker>().Work(CancellationToken.None);
        await site.Site.App.Services.GetRequiredService<BallotWorker>().Work(CancellationToken.None);
        await site.Work();
        Assert.Equal(QuestionState.Passed, (await Question(question)).State);
        await site.Protocol(meeting);
        Assert.Equal((ends.AddYears(3), 1), ((await Entry(candidate)).TermEnds!.Value, (await Entry(candidate)).Renewals));
        var protocol = await Text(PaperKind.MeetingProtocol, meeting.Value);
        Assert.Contains("Продлить срок пребывания в кадровом резерве", protocol, StringComparison.Ordinal);
        Assert.Contains("Голосование тайное", protocol, StringComparison.Ordinal);
        Assert.Contains("Не участвует в обсуждении и голосовании: ", protocol, StringComparison.Ordinal);
        // Whoever is recused never sees how it was voted.
        Assert.DoesNotContain("против", await Page(site.Members[0], $"/appointments/questions/{question.Value}"), StringComparison.Ordinal);
        Assert.Contains("против", await Page(site.Members[1], $"/appointments/questions/{question.Value}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_quorum_a_question_returns_to_an_agenda()
    {
        var (_, question) = await site.Attested("Безкворумная");
        var meeting = await site.Meeting();
        Assert.True((await site.As(site.Secretary, new PutOnAgenda(null, meeting, question))).IsOk);
        await site.Open(meeting, site.Chair, site.Members[0], site.Members[1]);
        var item = await site.Hear(question);
        await OpenVote(item, BallotKind.Open);
        Assert.True((await site.As(site.Chair, new CastVote(null, Choice.Approve, null, question, 90))).IsOk);
        Assert.True((await site.As(site.Members[0], new CastVote(null, Choice.Approve, null, question, 90))).IsOk);
        Assert.True((await site.As(site.Secretary, new MarkPresence(meeting, site.Members[1].Id, false))).IsOk);
        await site.Work();
        Assert.Equal(QuestionState.Ready, (await Question(question)).State);
        var left = await site.Site.Look("RU", db => db.Set<AgendaItem>().SingleAsync(row => row.Id == item));
        Assert.Equal("нет кворума", left.ReleasedFor);
        Assert.True((await site.As(site.Secretary, new HoldSitting(meeting))).IsOk);
        var next = await site.Meeting();
        var put = await site.As(site.Secretary, new PutOnAgenda(null, next, question));
        Assert.True(put.IsOk, put.Reason);
    }

    [Fact]
    public async Task A_candidate_who_leaves_the_reserve_is_taken_off_the_agenda()
    {
        var (candidate, question) = await site.Attested("Выбывшая");
        var meeting = await site.Meeting();
        Assert.True((await site.As(site.Secretary, new PutOnAgenda(null, meeting, question))).IsOk);
        Assert.True((await site.As(site.Officer, new RequestExclusion(candidate, ClosingReason.OwnWish, "Переезд"))).IsOk);
        await site.Work();
        await site.Site.CompleteCycle(candidate, "Exclusion_Confirm", Roles.HrOfficer, """{"exclusionNote": "Переезд"}""");
        Assert.Equal(QuestionState.Withdrawn, (await Question(question)).State);
        var item = await site.Site.Look("RU", db => db.Set<AgendaItem>().SingleAsync(row => row.QuestionId == question));
        Assert.Equal("кандидат выбыл из резерва", item.ReleasedFor);
        Assert.Empty(await site.Tasks(question.Value));
    }

    [Fact]
    public async Task Only_a_commission_above_the_candidate_takes_the_question()
    {
        var (_, question) = await site.Attested("Чужая");
        var secretary = await site.Site.CreateUser("secretary-66", "RU.66", Roles.CommissionSecretary);
        var meeting = await site.As(secretary, new ScheduleMeeting("RU.66", site.Clock.GetUtcNow().AddDays(20), "Зал"));
        Assert.True(meeting.IsOk, meeting.Reason);
        var federal = await site.Site.CreateUser("secretary-rf", "RU", Roles.CommissionSecretary);
        Assert.IsType<AgendaRefusal.OtherCommission>((await site.As(federal, new PutOnAgenda(null, meeting.Value, question))).Refusal);
        Assert.False((await site.As(secretary, new PutOnAgenda(null, meeting.Value, question))).IsOk);
    }

    private IReadOnlyList<User> Everybody => site.Everybody();

    private async Task OpenVote(AgendaItemId item, BallotKind ballot)
    {
        var opened = await site.As(site.Secretary, new OpenVote(item, ballot));
        Assert.True(opened.IsOk, opened.Reason);
        await site.Work();
    }

    private Task<SittingQuestion> Question(SittingQuestionId id) =>
        site.Site.Look("RU", db => db.Set<SittingQuestion>().AsNoTracking().SingleAsync(row => row.Id == id));

    private Task<ReserveEntry> Entry(CandidateId id) =>
        site.Site.Look("RU", db => db.Set<ReserveEntry>().AsNoTracking().SingleAsync(row => row.CandidateId == id && row.IsCurrent));

    private async Task<string> Page(User user, string address)
    {
        using var client = await site.Site.Client();
        await client.SignIn(user.UserName!);
        return System.Net.WebUtility.HtmlDecode(await client.Text(address));
    }

    private async Task<string> Text(PaperKind kind, Guid subject)
    {
        var content = await site.Site.Look(
            "RU",
            db => db.Set<Paper>().Where(row => row.Kind == kind && row.SubjectId == subject).Select(row => row.Bytes).SingleAsync()
        );
        return Docx.Text(content).Replace('\u00a0', ' ').Replace('\u2011', '-');
    }
}
