using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Appointments.Opinions;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Briefs;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Mail;
using Reserve.Web.Features.Papers;
using Reserve.Web.Features.Persons;
using Reserve.Web.Features.Retention;
using Reserve.Web.Features.Substitutions;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Desk;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Features.Appointments;
using Reserve.Web.Tests.Features.Candidates;
using Reserve.Web.Tests.Features.Monitoring.Formulas;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Access;

/// <summary>
/// One of everything in the region RU.74 or a municipality of it, for people of that region, of those above, below and beside to look at.
/// </summary>
public sealed class World : IAsyncLifetime
{
    public const string Own = "RU.74";
    public const string Name = "Заповедная";

    /// <summary>By these something of the region's people is known in an answer.</summary>
    internal static IReadOnlyList<string> Marks { get; } = [Name, "zapovednaya", ApprovalSite.Person.Split(' ')[0]];

    /// <summary>Where the people are, seen from what they look at.</summary>
    internal static IReadOnlyList<(string Place, string Territory)> Places { get; } =
    [("own", Own), ("above", "RU"), ("below", "RU.74.05"), ("foreign", "RU.66")];

    private readonly ApprovalSite approval = new();

    public SiteFixture Site => approval.Site;

    internal User Person { get; private set; } = null!;

    internal CandidateId Candidate { get; private set; }

    internal AppointmentCaseId Case { get; private set; }

    internal CaseDocumentId Document { get; private set; }

    internal CasePackId Pack { get; private set; }

    /// <summary>The candidate's.</summary>
    internal PersonId Record { get; private set; }

    internal CurrentHeadId Head { get; private set; }

    internal TenureId Tenure { get; private set; }

    internal PersonMergeId Merge { get; private set; }

    internal PostId Post { get; private set; }

    internal CommissionMeetingId Meeting { get; private set; }

    internal AgendaItemId AgendaItem { get; private set; }

    internal SittingQuestionId Question { get; private set; }

    /// <summary>Beside an opinion on the question.</summary>
    internal OpinionFileId OpinionFile { get; private set; }

    internal CommissionMemberId Member { get; private set; }

    internal SubstitutionId Substitution { get; private set; }

    internal RegisteredSenderId Sender { get; private set; }

    /// <summary>Another, for those above: what they remove is gone for those of the region.</summary>
    internal Guid SecondSender { get; private set; }

    internal RunId Run { get; private set; }

    internal int Task { get; private set; }

    internal RunId CaseRun { get; private set; }

    /// <summary>A run that stands in an ad-hoc subprocess, and the task to pick its works.</summary>
    internal (RunId Run, int Task) Works { get; private set; }

    internal PaperId Paper { get; private set; }

    internal BriefRequestId Brief { get; private set; }

    internal CandidatePaperId CandidatePaper { get; private set; }

    internal IncidentId Incident { get; private set; }

    internal OutboxMessageId Letter { get; private set; }

    internal LegalHoldId Hold { get; private set; }

    internal Guid Definition { get; private set; }

    internal Guid Migration { get; private set; }

    internal BulkActId BulkAct { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await approval.InitializeAsync();
        Person = await Site.CreateUser("zapovednaya", Own, Roles.Auditor);
        Case = await approval.UnderExpertise();
        Document = (await approval.As(approval.Officer, new AddDocuments(Case, [new(Name + ".txt", "Заповедная"u8.ToArray())]))).Value.Kept[
            0
        ];
        Pack = (await approval.As(approval.Officer, new OrderPack(Case))).Value;
        Meeting = await approval.Meeting();
        AgendaItem = new AgendaItemId(
            await Value<Guid>(
                $"""
                insert into agenda_items (id, meeting_id, case_id, territory, position)
                values (gen_random_uuid(), '{Meeting.Value}', '{Case.Value}', 'RU.74.01', 1) returning id
                """
            )
        );
        // Asked for from above the region: it waits for the officer.
        var asking = await Site.CreateUser("asks-for-briefs", "RU", Roles.RegionalAuthority);
        var brief = await approval.As(asking, new RequestBrief("RU.74.01", null, null, null, null));
        Assert.True(brief.IsOk, brief.Reason);
        Brief = brief.Value.Request;
        CaseRun = new RunId((await approval.Tasks(Case))[0].Run);
        await Site.LoadDemo();
        var registered = await Site.Send(Own, Roles.HrOfficer, Made.Candidate(Name, Own));
        Assert.True(registered.IsOk, registered.Reason);
        Candidate = registered.Value;
        await Site.Work();
        await Heads();
        var paper = await Site.Send(
            Own,
            Roles.HrOfficer,
            new AddPaper(Candidate, Web.Features.Candidates.PaperKind.Other, "x.txt", [.. "x"u8])
        );
        Assert.True(paper.IsOk, paper.Reason);
        CandidatePaper = paper.Value;
        var hold = await Site.Send(Own, Roles.Administrator, new PlaceHold(HeldKind.Candidate, Candidate.Value, null, "Проверка"));
        Assert.True(hold.IsOk, hold.Reason);
        Hold = hold.Value;
        var question = await Site.SendAsSystem(new RaiseQuestion(Candidate, QuestionKind.Renewal, null, "Проверка"));
        Assert.True(question.IsOk, question.Reason);
        Question = question.Value.Question;
        OpinionFile = new OpinionFileId(
            await Value<Guid>(
                $"""
                with given as (
                    insert into expert_opinions (id, question_id, territory, expert_user_id, expert_name, asked_at, verdict, text,
                        has_conflict, given_at)
                    values (gen_random_uuid(), '{Question.Value}', '{Own}', gen_random_uuid(), '{Name}', now(), 'Positive', '{Name}',
                        false, now()) returning id)
                insert into opinion_files (id, opinion_id, territory, name, size, sha256, media_type, content, added_at)
                select gen_random_uuid(), id, '{Own}', '{Name}.txt', 1, 'x', 'text/plain', convert_to('{Name}', 'UTF8'), now()
                from given returning id
                """
            )
        );
        Run = new RunId(await Value<Guid>($"select id from process_run where subject_id = '{Candidate.Value}'"));
        await Site.Deploy(
            new TestProcess("works").Start().AdHoc("w", "", null, ["a"], ("role", "\"HrOfficer\""), ("title", $"\"{Name}\"")).End().Bundle()
        );
        await Site.Send(Own, Roles.Administrator, new StartProcess("works", Own));
        var works = await Value<Guid>("select run_id from task where element_id = 'w'");
        Works = (new RunId(works), (int)await Value<long>($"select wait_id from task where run_id = '{works}'"));
        Task = (int)await Value<long>($"select wait_id from task where run_id = '{Run}' and state = 'open' limit 1");
        Member = new CommissionMemberId(await Value<Guid>("select id from commission_members limit 1"));
        var today = new DateOnly(2026, 11, 23);
        var substitution = await Site.SendAsSystem(
            new AddSubstitution(
                Person.Id,
                approval.Officer.Id,
                null,
                null,
                null,
                InstrumentKind.Order,
                "12",
                today,
                AbsenceReason.Leave,
                today,
                today.AddDays(200)
            )
        );
        Assert.True(substitution.IsOk, substitution.Reason);
        Substitution = substitution.Value;
        var second = await Site.Send(Own, Roles.Administrator, new AddSender(Own, "second@example.test", null));
        SecondSender = second.Value.Value;
        Sender = new RegisteredSenderId(await Value<Guid>("select id from registered_senders where address <> 'second@example.test'"));
        Paper = new PaperId(await Value<Guid>("select id from papers limit 1"));
        Letter = OutboxMessageId.From(await Value<Guid>("select id from outbox where sent_at is null limit 1"));
        Definition = await Value<Guid>($"select definition_id from process_run where id = '{Run}'");
        Migration = await Value<Guid>(
            $"""
            with ordered as (
                insert into run_migration (id, territory, key, from_id, to_id, mapping, reason, ordered_by, ordered_at)
                values (gen_random_uuid(), '{Own}', 'reserve-cycle', '{Definition}', '{Definition}', '{"{}"}', 'Проверка', 'x', now())
                returning id)
            insert into run_migration_item (migration_id, run_id, territory, state, at)
            select id, '{Run}', '{Own}', 'done', now() from ordered returning migration_id
            """
        );
        BulkAct = new BulkActId(
            await Value<Guid>(
                $"""
                with planned as (
                    insert into bulk_act (id, territory, kind, planned_by, planned_at)
                    values (gen_random_uuid(), '{Own}', 'suspend', 'x', now()) returning id)
                insert into bulk_act_item (act_id, run_id, territory, state, version, suspended, targets, findings, at)
                select id, '{Run}', '{Own}', 'planned', 1, false, '[]', '[]', now() from planned returning act_id
                """
            )
        );
        Incident = new IncidentId(
            await Value<Guid>(
                $"""
                insert into incident (id, run_id, wait_id, territory, code, message, raised_at)
                values (gen_random_uuid(), '{CaseRun}', 999, 'RU.74.01', 'Trial', 'm', now()) returning id
                """
            )
        );
    }

    public ValueTask DisposeAsync() => approval.DisposeAsync();

    private async Task Heads()
    {
        Record = new PersonId(await Value<Guid>($"select person_id from candidates where id = '{Candidate.Value}'"));
        var held = await Site.Send(
            Own,
            Roles.HrOfficer,
            Tests.Features.Persons.Heads.Of($"{Name} Вера Ильинична", Own, new DateOnly(2020, 9, 1), position: "Министр образования")
        );
        Assert.True(held.IsOk, held.Reason);
        Tenure = held.Value;
        Head = new CurrentHeadId(await Value<Guid>($"select head_id from tenures where id = '{Tenure.Value}'"));
        Merge = new PersonMergeId(
            await Value<Guid>(
                $"""
                insert into person_merges (id, territory, kept_id, gone_id, reason, at, by_name)
                select gen_random_uuid(), '{Own}', '{Record.Value}', person_id, 'Проверка', now(), 'x' from current_heads
                where id = '{Head.Value}' returning id
                """
            )
        );
        var post = await Site.Send(
            Own,
            Roles.HrOfficer,
            new AddPost(
                Own,
                new PostFacts("Советник по школам", [], PostLevel.Municipal, PostCategory.Other, PostAuthority.Administration, false, [])
            )
        );
        Post = post.Value;
    }

    /// <summary>One value past row-level security.</summary>
    internal async Task<T> Value<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Site.OwnerConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The member who was asked for an opinion, and one who was asked for another.</summary>
    internal async Task<(User Asked, User Colleague, string Address)> Experts()
    {
        var asked = await approval.Asked(Case);
        var task = (await approval.Tasks(Case)).First(task => task.Assignee == asked[0].Id);
        return (asked[0], asked[1], $"/tasks/{task.Run}/{task.Wait}");
    }
}
