using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Ballots;
using Reserve.Web.Features.Appointments.Sittings.Invitations;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Papers;
using Reserve.Web.Features.Papers.Signatures;
using Reserve.Web.Tests.Features.Papers;

namespace Reserve.Web.Tests.Features.Appointments;

/// <summary>A sitting as it is run: one item after another, who comes and goes, open and secret votes, minutes and protocol.</summary>
public sealed class SittingTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    [Fact]
    public async Task Items_are_heard_one_by_one_and_a_vote_is_opened_only_with_a_quorum_of_those_who_are_there()
    {
        var (first, second, meeting) = await TwoItems(site.Chair, site.Members[0]);
        var (one, two) = (await site.Item(first), await site.Item(second));
        Assert.Equal(MeetingRefusal.NotHeard, (await Secretary(new OpenVote(one, BallotKind.Open))).Refusal);
        await site.Hear(first);
        Assert.Equal(MeetingRefusal.OtherItemHeard, (await Secretary(new HearItem(two))).Refusal);
        Assert.Equal(MeetingRefusal.NoQuorum, (await Secretary(new OpenVote(one, BallotKind.Open))).Refusal);
        Assert.True((await Secretary(new MarkPresence(meeting, site.Members[1].Id, true))).IsOk);
        Assert.Equal(MeetingRefusal.SameState, (await Secretary(new MarkPresence(meeting, site.Members[1].Id, true))).Refusal);
        Assert.Equal(MeetingRefusal.UnknownMember, (await Secretary(new MarkPresence(meeting, site.Officer.Id, true))).Refusal);
        await site.OpenVote(first);
        Assert.Equal(3, (await site.Tasks(first)).Count(task => task.Element == "Vote"));
        Assert.Equal(MeetingRefusal.AlreadyVoting, (await Secretary(new OpenVote(one, BallotKind.Open))).Refusal);
        Assert.Equal(MeetingRefusal.AlreadyVoting, (await Secretary(new ReleaseItem(one, "Передумали"))).Refusal);
        // Who came after the vote was opened has no vote on it.
        Assert.True((await Secretary(new MarkPresence(meeting, site.Members[2].Id, true))).IsOk);
        Assert.IsType<CastVoteRefusal.NotAwaited>((await site.As(site.Members[2], new CastVote(first, Choice.Approve, null))).Refusal);
    }

    [Fact]
    public async Task Who_leaves_during_a_vote_is_not_waited_for_and_a_lost_quorum_gives_no_decision()
    {
        var (id, meeting) = await site.Voting(site.Chair, site.Members[0], site.Members[1]);
        Assert.True((await site.As(site.Chair, new CastVote(id, Choice.Approve, null))).IsOk);
        Assert.True((await site.As(site.Members[0], new CastVote(id, Choice.Approve, null))).IsOk);
        Assert.True((await Secretary(new MarkPresence(meeting, site.Members[1].Id, false))).IsOk);
        await site.Work();
        // Two of five have voted: the rule finds no quorum, and the case is back on its way to an agenda.
        Assert.Equal(["Agenda"], await site.Elements(id));
        Assert.IsType<CastVoteRefusal.NotPresent>((await site.As(site.Members[1], new CastVote(id, Choice.Approve, null))).Refusal);
        Assert.Empty(await site.Site.Look("RU", db => db.Set<Decision>().Where(row => row.CaseId == id).ToListAsync()));
    }

    [Fact]
    public async Task Who_leaves_while_enough_stay_is_only_not_counted()
    {
        var (id, meeting) = await site.Voting();
        foreach (var voter in site.Members.Skip(1).Append(site.Chair))
            Assert.True((await site.As(voter, new CastVote(id, Choice.Approve, null))).IsOk);
        Assert.Equal(ItemState.Voting, (await Item(id)).State);
        Assert.True((await Secretary(new MarkPresence(meeting, site.Members[0].Id, false))).IsOk);
        Assert.Equal(ItemState.Voted, (await Item(id)).State);
        site.Clock.Advance(TimeSpan.FromMinutes(20));
        await site.Work();
        Assert.Equal(["Decide"], await site.Elements(id));
        await site.Complete(site.Chair, id, "Decide", null, new() { ["decision"] = ["Approve"] });
        await site.Protocol(meeting);
        var text = await Protocol(meeting);
        Assert.Contains("«за» – 4", text, StringComparison.Ordinal);
        Assert.Contains("на заседании до", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_vote_leaves_nothing_from_which_anybody_could_learn_who_voted_what()
    {
        var (id, meeting) = await Secretly(site.Chair, [.. site.Members]);
        var choices = new[] { Choice.Refuse, Choice.Approve, Choice.Approve, Choice.Abstain, Choice.Approve };
        var voters = site.Members.Append(site.Chair).ToList();
        for (var i = 0; i < voters.Count; i++)
        {
            Assert.True((await site.As(voters[i], new CastVote(id, choices[i], null))).IsOk);
            Assert.IsType<CastVoteRefusal.AlreadyVoted>((await site.As(voters[i], new CastVote(id, Choice.Approve, null))).Refusal);
            // As long as it goes on the whole base holds no choice, only what nobody can read.
            Assert.Empty(await Opened(id));
            Assert.Equal(["Sealed"], await VotesOfTheRun(id));
        }

        await OpenBoxes();
        await site.Work();
        Assert.Equal(["Decide"], await site.Elements(id));
        Assert.Equal([Choice.Approve, Choice.Approve, Choice.Approve, Choice.Refuse, Choice.Abstain], await Opened(id));
        Assert.Empty(await site.Site.Look("RU", db => db.Set<Vote>().Where(row => row.CaseId == id).ToListAsync()));
        // The transaction that wrote the choices wrote nothing of any person.
        var shared = await site.Site.Look(
            "RU",
            db =>
                db.Database.SqlQuery<int>(
                        $"""
                        select count(*)::int as "Value" from opened_ballots o join ballot_boxes b on b.id = o.box_id
                        join agenda_items i on i.id = b.agenda_item_id
                        where i.case_id = {id.Value} and (exists (select from audit_events a where a.xmin = o.xmin)
                            or exists (select from sealed_ballots s where s.xmin = o.xmin)
                            or exists (select from task t where t.xmin = o.xmin))
                        """
                    )
                    .SingleAsync()
        );
        Assert.Equal(0, shared);
        Assert.Empty(site.Site.App.Services.GetRequiredService<BallotKeys>().Boxes);
        await site.Complete(site.Chair, id, "Decide", null, new() { ["decision"] = ["Approve"] });
        await site.Protocol(meeting);
        Assert.Contains(
            "Голосование тайное. Голосовали: «за» – 3, «против» – 1, «воздержались» – 1.",
            await Protocol(meeting),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task When_the_node_with_the_key_is_gone_the_vote_is_void_and_held_again()
    {
        var (id, _) = await Secretly(site.Chair, [.. site.Members]);
        Assert.True((await site.As(site.Chair, new CastVote(id, Choice.Approve, null))).IsOk);
        var keys = site.Site.App.Services.GetRequiredService<BallotKeys>();
        foreach (var box in keys.Boxes)
            keys.Destroy(box);
        foreach (var voter in site.Members)
            Assert.True((await site.As(voter, new CastVote(id, Choice.Approve, null))).IsOk);
        site.Clock.Advance(TimeSpan.FromMinutes(2));
        await OpenBoxes();
        Assert.Empty(await Opened(id));
        using var secretary = await site.SignedIn(site.Secretary);
        var page = System.Net.WebUtility.HtmlDecode(await secretary.Text($"/appointments/meetings/{(await Item(id)).MeetingId.Value}"));
        Assert.Contains("Бюллетени вскрыть нельзя", page, StringComparison.Ordinal);
        var item = await site.Item(id);
        Assert.Equal(MeetingRefusal.ReasonMissing, (await Secretary(new RepeatVote(item, " "))).Refusal);
        Assert.True((await Secretary(new RepeatVote(item, "Сервер перезапущен"))).IsOk);
        await site.Work();
        Assert.Equal(["Hear"], await site.Elements(id));
        await site.OpenVote(id, BallotKind.Secret);
        foreach (var voter in site.Members.Append(site.Chair))
            Assert.True((await site.As(voter, new CastVote(id, Choice.Approve, null))).IsOk);
        await OpenBoxes();
        await site.Work();
        Assert.Equal(["Decide"], await site.Elements(id));
        Assert.Equal(5, (await Opened(id)).Count);
    }

    [Fact]
    public async Task A_conflict_declared_during_the_vote_excuses_and_ends_it_when_nobody_is_left()
    {
        var (id, _) = await site.Voting(site.Chair, site.Members[0], site.Members[1]);
        Assert.True((await site.As(site.Chair, new CastVote(id, Choice.Approve, null))).IsOk);
        Assert.True((await site.As(site.Members[0], new CastVote(id, Choice.Approve, null))).IsOk);
        Assert.True((await site.As(site.Members[1], new DeclareConflict(id, "Сослуживец"))).IsOk);
        Assert.Equal(ItemState.Voted, (await Item(id)).State);
        await site.Work();
        Assert.Equal(["Decide"], await site.Elements(id));
    }

    [Fact]
    public async Task Minutes_are_kept_by_two_without_losing_anything_and_closed_by_secretary_and_chair()
    {
        var (id, meeting) = await site.Voting();
        var item = await Item(id);
        Assert.True((await Secretary(new KeepMinutes(item.Id, "Доклад.", null, null, item.RowVersion))).IsOk);
        Assert.Equal(
            MeetingRefusal.MinutesChanged,
            (await Secretary(new KeepMinutes(item.Id, "Иное.", null, null, item.RowVersion))).Refusal
        );
        foreach (var voter in site.Members.Append(site.Chair))
            Assert.True((await site.As(voter, new CastVote(id, Choice.Approve, null))).IsOk);
        await site.Work();
        await site.Complete(site.Chair, id, "Decide", null, new() { ["decision"] = ["Approve"] });
        Assert.Equal(MeetingRefusal.NotHeld, (await Secretary(new CloseProtocol(meeting))).Refusal);
        Assert.True((await Secretary(new HoldSitting(meeting))).IsOk);
        await site.Work();
        Assert.True((await Secretary(new CloseProtocol(meeting))).IsOk);
        Assert.Equal(MeetingRefusal.ProtocolClosed, (await Secretary(new KeepMinutes(item.Id, "Поздно.", null, null, null))).Refusal);
        Assert.Equal(MeetingRefusal.ReasonMissing, (await site.As(site.Chair, new ConfirmProtocol(meeting, false, " "))).Refusal);
        Assert.True((await site.As(site.Chair, new ConfirmProtocol(meeting, false, "Нет выступлений"))).IsOk);
        await site.Work();
        Assert.True((await Secretary(new KeepMinutes(item.Id, "Доклад.", "Вопрос о школах.", null, null))).IsOk);
        Assert.True((await Secretary(new CloseProtocol(meeting))).IsOk);
        Assert.True((await site.As(site.Chair, new ConfirmProtocol(meeting, true, null))).IsOk);
        await site.Work();
        Assert.Contains("Вопрос о школах.", await Protocol(meeting), StringComparison.Ordinal);
        Assert.Equal(MeetingRefusal.ProtocolClosed, (await site.As(site.Chair, new ConfirmProtocol(meeting, true, null))).Refusal);
    }

    [Fact]
    public async Task A_sitting_that_is_called_off_gives_its_cases_back_and_members_are_told_each_time()
    {
        await site.Site.AsSystem(services =>
            services
                .GetRequiredService<Web.Data.ReserveDb>()
                .Database.ExecuteSqlAsync($"update users set email = user_name || '@example.test'")
        );
        var id = await site.ReadyForAgenda();
        var meeting = await site.Meeting();
        Assert.True((await Secretary(new PutOnAgenda(id, meeting))).IsOk);
        await site.Work();
        Assert.True((await Secretary(new RescheduleMeeting(meeting, site.Clock.GetUtcNow().AddDays(20), "Зал 2"))).IsOk);
        await site.Work();
        Assert.True((await Secretary(new CancelMeeting(meeting, "Нет помещения"))).IsOk);
        await site.Work();
        Assert.Equal(["Agenda"], await site.Elements(id));
        var told = await Invitations(meeting);
        Assert.Equal(3 * 5, told.Count);
        using var scope = site.Site.App.Services.CreateScope();
        var sender = ActivatorUtilities.CreateInstance<Web.Features.Mail.InvitationSender>(scope.ServiceProvider);
        var entries = told.ConvertAll(sender.CalendarOf);
        Assert.Equal(5, entries.Count(text => text.Contains("METHOD:CANCEL", StringComparison.Ordinal)));
        Assert.Equal(
            5,
            entries.Count(text =>
                text.Contains("SEQUENCE:2", StringComparison.Ordinal) && text.Contains("LOCATION:Зал 2", StringComparison.Ordinal)
            )
        );
        Assert.Single(
            entries.Select(text => text.Split('\n').Single(line => line.StartsWith("UID:", StringComparison.Ordinal))).Distinct()
        );
    }

    [Fact]
    public async Task Items_change_places_until_the_sitting_is_opened()
    {
        var first = await site.ReadyForAgenda();
        var second = await site.ReadyForAgenda();
        var meeting = await site.Meeting();
        foreach (var id in new[] { first, second })
            Assert.True((await Secretary(new PutOnAgenda(id, meeting))).IsOk);
        Assert.True((await Secretary(new MoveItem(await site.Item(second), true))).IsOk);
        Assert.Equal((1, 2), ((await Item(second)).Position, (await Item(first)).Position));
        Assert.True((await Secretary(new MoveItem(await site.Item(second), true))).IsOk);
        Assert.Equal(1, (await Item(second)).Position);
    }

    [Fact]
    public async Task A_detached_signature_is_kept_when_it_belongs_to_the_protocol_and_shown_as_a_stamp()
    {
        var (id, meeting) = await site.Voting();
        foreach (var voter in site.Members.Append(site.Chair))
            Assert.True((await site.As(voter, new CastVote(id, Choice.Approve, null))).IsOk);
        await site.Work();
        await site.Complete(site.Chair, id, "Decide", null, new() { ["decision"] = ["Approve"] });
        Assert.IsType<SignProtocolRefusal.NotIssued>((await Secretary(Signing(meeting, []))).Refusal);
        Assert.True((await Secretary(new HoldSitting(meeting))).IsOk);
        await site.Minutes(meeting);
        Assert.True((await Secretary(new CloseProtocol(meeting))).IsOk);
        Assert.True((await site.As(site.Chair, new ConfirmProtocol(meeting, true, null))).IsOk);
        await site.Work();
        var paper = await Bytes(meeting);
        Assert.IsType<SignProtocolRefusal.NoFile>((await Secretary(Signing(meeting, []))).Refusal);
        Assert.IsType<SignProtocolRefusal.NoSignature>((await Secretary(Signing(meeting, [new SignedFile("a.sig", [1, 2])]))).Refusal);
        Assert.IsType<SignProtocolRefusal.OtherPaper>(
            (await Secretary(Signing(meeting, [new SignedFile("b.sig", Signed([.. paper, 0]))]))).Refusal
        );
        Assert.IsType<SignProtocolRefusal.BadDate>((await Secretary(Signing(meeting, []) with { SignedOn = Today.AddDays(3) })).Refusal);
        var text = Convert.ToBase64String(Signed(paper));
        var signed = await Secretary(
            Signing(
                meeting,
                [new SignedFile("chair.sig", Signed(paper)), new SignedFile("secretary.sig", System.Text.Encoding.ASCII.GetBytes(text))]
            )
        );
        Assert.True(signed.IsOk, signed.Reason);
        await site.Work();
        Assert.Equal(["RegisterAct"], await site.Elements(id));
        using var secretary = await site.SignedIn(site.Secretary);
        var page = System.Net.WebUtility.HtmlDecode(await secretary.Text($"/appointments/meetings/{meeting.Value}"));
        Assert.Contains("Владелец: Эталонов Игнат", page, StringComparison.Ordinal);
        Assert.Contains("подпись верна", page, StringComparison.Ordinal);
        Assert.Contains("secretary.sig", page, StringComparison.Ordinal);
    }

    private SignProtocol Signing(CommissionMeetingId meeting, SignedFile[] files) => new(meeting, SignatureKind.Electronic, Today, files);

    private DateOnly Today => DateOnly.FromDateTime(site.Clock.GetUtcNow().UtcDateTime);

    private static byte[] Signed(byte[] content)
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        var request = new CertificateRequest("CN=Эталонов Игнат", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        var cms = new SignedCms(new ContentInfo(content), detached: true);
        cms.ComputeSignature(new CmsSigner(certificate));
        return cms.Encode();
    }

    [Fact]
    public async Task The_screen_of_the_hall_shows_how_many_have_voted_and_never_how()
    {
        var (id, meeting) = await site.Voting();
        Assert.True((await site.As(site.Members[0], new CastVote(id, Choice.Refuse, null))).IsOk);
        using var secretary = await site.SignedIn(site.Secretary);
        var page = System.Net.WebUtility.HtmlDecode(await secretary.Text($"/appointments/meetings/{meeting.Value}/screen"));
        Assert.Contains("Проголосовали 1 из 5", page, StringComparison.Ordinal);
        Assert.DoesNotContain("против", page, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<(AppointmentCaseId Case, CommissionMeetingId Meeting)> Secretly(User chair, User[] members)
    {
        var id = await site.ReadyForAgenda();
        var meeting = await site.Sitting(id, [chair, .. members]);
        await site.OpenVote(id, BallotKind.Secret);
        return (id, meeting);
    }

    private async Task<(AppointmentCaseId First, AppointmentCaseId Second, CommissionMeetingId Meeting)> TwoItems(params User[] present)
    {
        var first = await site.ReadyForAgenda();
        var second = await site.ReadyForAgenda();
        var meeting = await site.Meeting();
        foreach (var id in new[] { first, second })
            Assert.True((await Secretary(new PutOnAgenda(id, meeting))).IsOk);
        await site.Work();
        Assert.True((await Secretary(new CloseAgenda(meeting))).IsOk);
        site.Clock.Advance(TimeSpan.FromDays(20));
        await site.Work();
        Assert.True((await Secretary(new OpenSitting(meeting, [.. present.Select(user => user.Id)]))).IsOk);
        await site.Work();
        return (first, second, meeting);
    }

    private Task<T> Secretary<T>(MediatR.IRequest<T> command) => site.As(site.Secretary, command);

    private Task<AgendaItem> Item(AppointmentCaseId id) =>
        site.Site.Look(
            "RU",
            db => db.Set<AgendaItem>().AsNoTracking().Where(row => row.CaseId == id).OrderByDescending(row => row.Id).FirstAsync()
        );

    private Task OpenBoxes() => site.Site.App.Services.GetRequiredService<BallotWorker>().Work(CancellationToken.None);

    private Task<List<Choice>> Opened(AppointmentCaseId id) =>
        site.Site.Look(
            "RU",
            async db =>
                (
                    await (
                        from ballot in db.Set<OpenedBallot>()
                        join box in db.Set<BallotBox>() on ballot.BoxId equals box.Id
                        join item in db.Set<AgendaItem>() on box.AgendaItemId equals item.Id
                        where item.CaseId == id
                        select ballot.Choice
                    ).ToListAsync()
                )
                    .Order()
                    .ToList()
        );

    /// <summary>What the process has of the votes.</summary>
    private Task<List<string>> VotesOfTheRun(AppointmentCaseId id) =>
        site.Site.Look(
            "RU",
            db =>
                db.Database.SqlQuery<string>(
                        $"""
                        select distinct t.outcome -> 'vote' ->> 'choice' as "Value" from task t join process_run r on r.id = t.run_id
                        where r.subject_id = {id.Value.ToString()} and t.element_id = 'Vote' and t.state = 'done'
                        """
                    )
                    .ToListAsync()
        );

    private async Task<List<InvitationMail>> Invitations(CommissionMeetingId meeting) =>
        (
            await site.Site.Look(
                "RU",
                db =>
                    db.Database.SqlQuery<string>(
                            $"""
                            select payload::text as "Value" from outbox
                            where starts_with(idempotency_key, {$"invitation/{meeting.Value}/"}) order by id
                            """
                        )
                        .ToListAsync()
            )
        ).ConvertAll(text =>
            System.Text.Json.JsonSerializer.Deserialize<InvitationMail>(text, Web.Runtime.Activities.ActivityJson.Options)!
        );

    private async Task<string> Protocol(CommissionMeetingId meeting) =>
        Docx.Text(await Bytes(meeting)).Replace('\u00a0', ' ').Replace('\u2011', '-');

    private Task<byte[]> Bytes(CommissionMeetingId meeting) =>
        site.Site.Look(
            "RU",
            db =>
                db.Set<Paper>()
                    .Where(row => row.SubjectId == meeting.Value && row.Kind == PaperKind.MeetingProtocol)
                    .Select(row => row.Bytes)
                    .SingleAsync()
        );
}
