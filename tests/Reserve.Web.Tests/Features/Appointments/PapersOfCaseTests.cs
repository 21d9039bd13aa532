using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Monitoring;
using Reserve.Web.Features.Papers;
using Reserve.Web.Features.Persons;
using Reserve.Web.Tests.Features.Papers;

namespace Reserve.Web.Tests.Features.Appointments;

/// <summary>What the papers of a case say, and what an appointment leaves in the base of heads.</summary>
public sealed class PapersOfCaseTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    [Fact]
    public async Task The_brief_of_a_sitting_head_says_what_they_head_and_with_which_results()
    {
        const string head = "Кречетова Инна Марковна";
        await Heads("RU.74.09", head, "Начальник управления образования", 2020);
        await Ratings("RU.74.09", (2020, 40m, 30), (2021, 55m, 12), (2019, 10m, 43));
        var request = await site.As(site.Authority, new SubmitRequest("RU.74.10", head, "Начальник управления образования", null));
        Assert.True(request.IsOk, request.Reason);
        await site.Work();
        await site.CheckDocuments(request.Value.Case, ApprovalSite.AllDocuments);
        var text = await Text(request.Value.Case, PaperKind.Brief);
        Assert.DoesNotContain("сведений о кандидате нет", text, StringComparison.Ordinal);
        Assert.Contains("В кадровом резерве не состоит.", text, StringComparison.Ordinal);
        Assert.Contains("Руководство территорией: " + await site.NameOf("RU.74.09"), text, StringComparison.Ordinal);
        Assert.Contains("1 сентября 2020", text, StringComparison.Ordinal);
        Assert.Contains("акт № 20-к", text, StringComparison.Ordinal);
        Assert.Contains("изменение за это время +15", text, StringComparison.Ordinal);
        Assert.DoesNotContain("2019", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("Сведения о кандидате").Length);
    }

    [Fact]
    public async Task The_brief_is_approved_with_what_the_officer_wrote_and_the_deck_and_the_dossier_follow()
    {
        const string head = "Ласточкина Ольга Юрьевна";
        await Heads("RU.74.30", head, "Начальник управления образования", 2020);
        await Ratings("RU.74.30", (2022, 62m, 8), (2023, 41m, 30));
        var request = await site.As(site.Authority, new SubmitRequest("RU.74.30", head, "Начальник управления образования", null));
        Assert.True(request.IsOk, request.Reason);
        await site.Work();
        var id = request.Value.Case;
        await site.CheckDocuments(id, ApprovalSite.AllDocuments);
        var draft = await Text(id, PaperKind.Brief);
        Assert.Contains("ПРОЕКТ СПРАВКИ", draft, StringComparison.Ordinal);
        // The rule asks by the figures, and the form opens with its questions.
        Assert.Contains("Итог территории за год снизился", draft, StringComparison.Ordinal);
        await site.Complete(
            site.Officer,
            id,
            "ApproveBrief",
            "rework",
            new()
            {
                ["conclusion"] = ["Первая мысль."],
                ["questions"] = ["Как Вы удержите директоров?"],
                ["note"] = ["Допишите"],
            }
        );
        var again = await Text(id, PaperKind.Brief);
        Assert.Contains("Первая мысль.", again, StringComparison.Ordinal);
        Assert.Contains("Как Вы удержите директоров?", again, StringComparison.Ordinal);
        Assert.Contains("Изменения со времени справки №", again, StringComparison.Ordinal);
        await site.Complete(
            site.Officer,
            id,
            "ApproveBrief",
            "approve",
            new()
            {
                ["conclusion"] = ["Рекомендуется."],
                ["questions"] = ["Как Вы удержите директоров?"],
                ["checks"] = ["Нарушений нет."],
            }
        );
        var approved = await Text(id, PaperKind.Brief);
        Assert.DoesNotContain("ПРОЕКТ", approved, StringComparison.Ordinal);
        Assert.Contains("Рекомендуется.", approved, StringComparison.Ordinal);
        Assert.Contains("Нарушений нет.", approved, StringComparison.Ordinal);
        Assert.Contains("Справка утверждена в системе", approved, StringComparison.Ordinal);
        // An approved brief is compared with approved ones, and there is none before it.
        Assert.DoesNotContain("Изменения со времени справки", approved, StringComparison.Ordinal);
        Assert.Contains(head, await Text(id, PaperKind.Dossier), StringComparison.Ordinal);
        var deck = await site.Site.As(
            "RU",
            [],
            async services =>
            {
                var archive = services.GetRequiredService<PaperArchive>();
                var papers = await archive.Of(new PaperSubject(PaperSubjectKind.AppointmentCase, id.Value));
                return await archive.File(papers.Single(paper => paper.Kind == PaperKind.Deck).Id);
            }
        );
        Assert.EndsWith(".pptx", deck!.FileName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_decision_is_a_paper_of_its_own_and_the_protocol_names_everybody_with_a_conflict()
    {
        var (id, meeting) = await site.Voting();
        Assert.True((await site.As(site.Members[0], new DeclareConflict(id, "Бывший подчинённый"))).IsOk);
        foreach (var voter in site.Members.Skip(1).Append(site.Chair))
            Assert.True((await site.As(voter, new CastVote(id, Choice.Approve, null))).IsOk);
        await site.Work();
        await site.Complete(site.Chair, id, "Decide", null, new() { ["decision"] = ["Approve"] });
        // The papers wait for the end of the sitting.
        Assert.Empty(await site.Elements(id));
        await site.Protocol(meeting);
        Assert.Equal(["RegisterAct"], await site.Elements(id));
        var decision = await Text(id, PaperKind.Decision);
        Assert.Contains("РЕШЕНИЕ", decision, StringComparison.Ordinal);
        Assert.Contains("Согласовать назначение: " + ApprovalSite.Person, decision, StringComparison.Ordinal);
        Assert.Contains("дело № " + (await site.Case(id)).Number, decision, StringComparison.Ordinal);
        var protocol = await Text(meeting.Value, PaperKind.MeetingProtocol);
        Assert.Contains("Не участвует в обсуждении и голосовании: ", protocol, StringComparison.Ordinal);
        Assert.Contains("«за» – 4", protocol, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_protocol_tells_of_every_case_of_a_sitting_what_it_decided()
    {
        var first = await site.ReadyForAgenda();
        var second = await site.ReadyForAgenda();
        var meeting = await site.Meeting();
        foreach (var id in new[] { first, second })
            Assert.True((await site.As(site.Secretary, new PutOnAgenda(id, meeting))).IsOk);
        await site.Work();
        Assert.True((await site.As(site.Secretary, new CloseAgenda(meeting))).IsOk);
        site.Clock.Advance(TimeSpan.FromDays(20));
        await site.Work();
        var present = site.Members.Append(site.Chair).ToList();
        Assert.True((await site.As(site.Secretary, new OpenSitting(meeting, [.. present.Select(user => user.Id)]))).IsOk);
        await site.Work();
        foreach (var (id, decision) in new[] { (first, "Approve"), (second, "Postpone") })
        {
            await site.Hear(id);
            await site.OpenVote(id);
            foreach (var voter in present)
                Assert.True((await site.As(voter, new CastVote(id, Choice.Approve, null))).IsOk);
            await site.Work();
            Assert.Equal(MeetingRefusal.Undecided, (await site.As(site.Secretary, new HoldSitting(meeting))).Refusal);
            var until = DateOnly.FromDateTime(site.Clock.GetUtcNow().UtcDateTime).AddDays(20);
            await site.Complete(
                site.Chair,
                id,
                "Decide",
                null,
                new()
                {
                    ["decision"] = [decision],
                    ["text"] = ["Рассмотрено"],
                    ["postponedUntil"] = [until.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)],
                }
            );
        }

        await site.Protocol(meeting);
        var protocols = await site.Site.Look(
            "RU",
            db =>
                db.Set<Paper>()
                    .Where(row => row.Kind == PaperKind.MeetingProtocol && (row.SubjectId == meeting.Value || row.SubjectId == first.Value))
                    .Select(row => new { row.Number, row.SubjectId })
                    .ToListAsync()
        );
        var only = Assert.Single(protocols);
        var text = await Text(meeting.Value, PaperKind.MeetingProtocol);
        Assert.Contains("Согласовать назначение на должность", text, StringComparison.Ordinal);
        Assert.Contains("Отложить рассмотрение до", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Решение не принято", text, StringComparison.Ordinal);
        Assert.Contains("Кворум имеется", text, StringComparison.Ordinal);
        Assert.Contains(only.Number, await Text(first, PaperKind.ProtocolExtract), StringComparison.Ordinal);
        Assert.Contains("Вопросы о сети школ.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Опыт достаточен.", text, StringComparison.Ordinal);
        Assert.Equal(["RegisterAct"], await site.Elements(first));
        using var secretary = await site.SignedIn(site.Secretary);
        var page = System.Net.WebUtility.HtmlDecode(await secretary.Text($"/appointments/meetings/{meeting.Value}"));
        Assert.Contains(only.Number, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_appointment_ends_the_predecessors_tenure_by_the_post_and_the_own_one_elsewhere()
    {
        const string appointed = "Лебедева Яна Олеговна";
        await Heads("RU.74.11", appointed, "Заведующий отделом образования", 2018);
        await Heads("RU.74.12", "Филинов Марк Юрьевич", "Руководитель управления образования администрации", 2016);
        await Heads("RU.74.12", "Соколов Пётр Ильич", "Заместитель начальника управления образования", 2016);
        var request = await site.As(site.Authority, new SubmitRequest("RU.74.12", appointed, "Начальник управления образования", null));
        Assert.True(request.IsOk, request.Reason);
        await site.Work();
        var starts = new DateOnly(2027, 3, 1);
        var updated = await site.Site.SendAsSystem(
            new UpdateCurrentHeads(request.Value.Case, new AppointmentAct("7-р", starts.AddDays(-10), starts))
        );
        Assert.True(updated.IsOk, updated.Reason);
        var ends = await site.Site.Look(
            "RU",
            db =>
                db.Set<Tenure>()
                    .Where(row => row.Territory == "RU.74.11" || row.Territory == "RU.74.12")
                    .Join(
                        db.Set<CurrentHead>(),
                        row => row.HeadId,
                        head => head.Id,
                        (row, head) =>
                            new
                            {
                                head.PersonName,
                                row.Territory,
                                row.EndsOn,
                            }
                    )
                    .OrderBy(row => row.Territory)
                    .ThenBy(row => row.PersonName)
                    .ToListAsync()
        );
        Assert.Equal(
            [
                (appointed, starts.AddDays(-1)),
                (appointed, (DateOnly?)null),
                ("Соколов Пётр Ильич", null),
                ("Филинов Марк Юрьевич", starts.AddDays(-1)),
            ],
            ends.Select(row => (row.PersonName, row.EndsOn))
        );
        using var officer = await site.SignedIn(site.Officer);
        var page = System.Net.WebUtility.HtmlDecode(await officer.Text("/appointments/heads?state=All"));
        // Until the day comes the predecessor is in office, and the successor is said to come.
        Assert.Contains("Филинов Марк Юрьевич", page, StringComparison.Ordinal);
        Assert.Contains("вступает в должность", page, StringComparison.Ordinal);
    }

    private Task<bool> Heads(string territory, string person, string position, int year) =>
        site.Site.InTransaction(async services =>
        {
            var db = services.GetRequiredService<ReserveDb>();
            var now = site.Clock.GetUtcNow();
            var head = new CurrentHead
            {
                Id = Ids.New<CurrentHeadId>(now),
                Territory = territory,
                PersonName = person,
            };
            head.Tenures.Add(
                new Tenure
                {
                    Id = Ids.New<TenureId>(now),
                    HeadId = head.Id,
                    Territory = territory,
                    Position = position,
                    StartsOn = new DateOnly(year, 9, 1),
                    ActNumber = $"{year % 100}-к",
                    ActDate = new DateOnly(year, 8, 25),
                }
            );
            db.Add(head);
            await db.SaveChangesAsync();
            return true;
        });

    private Task<bool> Ratings(string place, params (int Year, decimal Percent, int Rank)[] totals) =>
        site.Site.InTransaction(async services =>
        {
            var db = services.GetRequiredService<ReserveDb>();
            foreach (var (year, percent, rank) in totals)
            {
                var id = Ids.New<RatingId>(site.Clock.GetUtcNow());
                db.Add(
                    new Rating
                    {
                        Id = id,
                        Kind = RatingKind.Municipal,
                        Region = ApprovalSite.Region,
                        Period = year,
                        Source = "Проверка",
                        LoadedAt = site.Clock.GetUtcNow(),
                        LoadedBy = "test",
                        Scores =
                        [
                            new RatingScore
                            {
                                RatingId = id,
                                Place = place,
                                Measure = Measure.Total,
                                Region = ApprovalSite.Region,
                                Percent = percent,
                                Rank = rank,
                            },
                        ],
                    }
                );
            }

            await db.SaveChangesAsync();
            return true;
        });

    private Task<string> Text(AppointmentCaseId id, PaperKind kind) => Text(id.Value, kind);

    private async Task<string> Text(Guid subject, PaperKind kind)
    {
        var bytes = await site.Site.Look(
            "RU",
            db =>
                db.Set<Paper>()
                    .Where(row => row.SubjectId == subject && row.Kind == kind)
                    .OrderByDescending(row => row.Number)
                    .Select(row => row.Bytes)
                    .FirstAsync()
        );
        // Dates and initials are held together by spaces and hyphens that do not break.
        return Docx.Text(bytes).Replace('\u00a0', ' ').Replace('\u2011', '-');
    }
}
