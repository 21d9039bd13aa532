using System.Text;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Files;
using Reserve.Web.Features.Mail;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Features.Files;

namespace Reserve.Web.Tests.Features.Appointments.Documents;

/// <summary>Files of a case from their coming to the set that is complete.</summary>
public sealed class CaseDocumentTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    private static readonly (string Kind, string File)[] Set =
    [
        ("submission", "Представление.docx"),
        ("questionnaire", "Анкета Синицыной.docx"),
        ("dossier", "справка-объективка.docx"),
        ("records", "Диплом и трудовая.docx"),
        ("consent", "согласие_на_обработку.docx"),
        ("reference", "Характеристика.docx"),
        ("programme", "Программа развития округа.docx"),
    ];

    [Fact]
    public async Task A_request_of_the_cabinet_brings_its_files_each_with_a_proposed_kind()
    {
        var made = await site.As(
            site.Authority,
            new SubmitRequest("RU.74.09", ApprovalSite.Person, "Начальник", null)
            {
                Files =
                [
                    .. Set.Select(one => Word(one.File)),
                    new("скан.pdf", Sheets.Pdf("nothing")),
                    Word("Представление ещё раз.docx", "Представление.docx"),
                ],
            }
        );
        Assert.True(made.IsOk, made.Reason);
        Assert.Contains("это тот же файл, что «Представление.docx»", made.Value.Remarks, StringComparison.Ordinal);
        var documents = await Documents(made.Value.Case);
        Assert.Equal([.. Set.Select(one => one.Kind).Append("").Order()], documents.Select(document => document.Kind ?? "").Order());
        Assert.All(documents, document => Assert.Equal(document.Kind is not null, document.KindIsProposed));
        Assert.All(documents, document => Assert.Equal("RU.74.09", document.Territory));
    }

    [Fact]
    public async Task A_request_with_a_bad_file_is_not_registered_at_all()
    {
        var made = await site.As(
            site.Authority,
            new SubmitRequest("RU.74.10", ApprovalSite.Person, "Начальник", null) { Files = [Word("Анкета.docx"), new("a.exe", [77, 90])] }
        );
        Assert.False(made.IsOk);
        Assert.Equal("Files", Assert.Single(Assert.IsType<Web.Commands.Rejection.Invalid>(made.Rejection).Problems).Field);
        Assert.Equal(0, await site.Site.Look("RU", db => db.Set<AppointmentCase>().CountAsync(row => row.Territory == "RU.74.10")));
    }

    [Fact]
    public async Task A_letter_brings_documents_and_tells_of_what_could_not_be_taken()
    {
        var name = await site.NameOf(ApprovalSite.Municipality);
        var received = await site.Site.SendAsSystem(
            new ReceiveLetter(
                Letter(
                    "with-files@example.test",
                    $"Муниципалитет: {name}\nКандидат: {ApprovalSite.Person}",
                    ("анкета.txt", "анкета"),
                    ("вирус.exe", "MZ")
                )
            )
        );
        Assert.True(received.IsOk, received.Reason);
        await site.Work();
        var id = received.Value.Case!.Value;
        Assert.Equal(("анкета.txt", "questionnaire"), Assert.Single(await Documents(id)) is var one ? (one.Name, one.Kind) : default);
        using var officer = await site.Site.SignedInClient("letters-hr", "RU.74", Roles.HrOfficer);
        var page = await officer.Text($"/appointments/case/{id.Value}/documents");
        Assert.Contains("Файл «вирус.exe» не принят.", page, StringComparison.Ordinal);
        Assert.Contains("вид предложен системой", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tick_is_made_by_looking_and_a_return_lists_the_defects_of_each_document()
    {
        var id = await site.Registered();
        var added = await site.As(site.Authority, new AddDocuments(id, [.. Set.Select(one => Word(one.File))]));
        Assert.True(added.IsOk, added.Reason);
        var documents = await Documents(id);

        var blind = await site.As(site.Officer, new AcceptDocument(documents[0].Id));
        Assert.Equal(DocumentRefusal.NotLookedAt, blind.Refusal);
        var early = await site.As(site.Officer, new CheckDocuments(id, null));
        Assert.Contains("«Представление.docx»", early.Reason, StringComparison.Ordinal);
        var byHand = (await site.Tasks(id)).Single(task => task.Element == "CheckDocuments");
        var ticked = await site.As(
            site.Officer,
            new CompleteTask(new RunId(byHand.Run), (int)byHand.Wait, new RawAnswers(new Dictionary<string, string[]>(), []), null)
        );
        Assert.IsType<TaskRefusal.DecidedOnPage>(ticked.Refusal);

        foreach (var document in documents)
            await Judge(document, document.Kind == "consent" ? "Нет подписи." : null);
        var returned = await site.As(site.Officer, new CheckDocuments(id, "Ждём до пятницы."));
        Assert.True(returned.IsOk, returned.Reason);
        await site.Work();
        var appointment = await site.Case(id);
        Assert.Equal(CaseState.Returned, appointment.State);
        Assert.Equal(
            ["Нет презентации", "Согласие на обработку персональных данных («согласие_на_обработку.docx»): Нет подписи."],
            appointment.Defects
        );

        // What was returned gives way to what comes instead; the region sends the set again.
        Assert.True(
            (
                await site.As(site.Authority, new AddDocuments(id, [Word("Согласие с подписью.docx"), new("Слайды.pdf", Sheets.Pdf("x"))]))
            ).IsOk
        );
        documents = await Documents(id);
        var former = documents.Single(document => document.Name == "согласие_на_обработку.docx");
        var instead = documents.Single(document => document.Name == "Согласие с подписью.docx");
        Assert.Equal(instead.Id, former.SupersededBy);
        var slides = documents.Single(document => document.Name == "Слайды.pdf");
        Assert.Equal(DocumentRefusal.NoKind, (await site.As(site.Officer, new AcceptDocument(slides.Id))).Refusal);
        Assert.Equal(DocumentRefusal.UnknownKind, (await site.As(site.Authority, new SetDocumentKind(slides.Id, "выдумка"))).Refusal);
        Assert.True((await site.As(site.Authority, new SetDocumentKind(slides.Id, "presentation"))).IsOk);
        Assert.True((await site.As(site.Authority, new SubmitCorrection(id, "Добавлены согласие и презентация."))).IsOk);
        await site.Work();
        await Judge(instead, null);
        await Judge(slides, null);
        Assert.Equal(DocumentRefusal.Superseded, (await site.As(site.Officer, new AcceptDocument(former.Id))).Refusal);
        Assert.True((await site.As(site.Officer, new CheckDocuments(id, null))).IsOk);
        await site.Work();
        Assert.Contains("ApproveBrief", await site.Elements(id));
    }

    [Fact]
    public async Task A_document_on_paper_counts_with_its_reason_and_only_for_what_is_asked_for()
    {
        var id = await site.Registered();
        Assert.False((await site.As(site.Officer, new ShowOnPaper(id, "consent", ""))).IsOk);
        Assert.Equal(DocumentRefusal.UnknownKind, (await site.As(site.Officer, new ShowOnPaper(id, "выдумка", "Показан"))).Refusal);
        Assert.True((await site.As(site.Officer, new ShowOnPaper(id, "consent", "Показан секретарю"))).IsOk);
        var shown = Assert.Single(await Documents(id));
        Assert.Equal((DocumentVerdict.Accepted, "Показан секретарю"), (shown.Verdict, shown.OnPaper));
        Assert.Equal(DocumentRefusal.UnknownDocument, (await site.As(site.Officer, new OpenDocument(shown.Id))).Refusal);
    }

    [Fact]
    public async Task Documents_are_read_by_whose_work_they_are_and_each_opening_is_written_down()
    {
        var id = await site.UnderExpertise();
        Assert.True((await site.As(site.Officer, new AddDocuments(id, [Word("Дополнение.docx")]))).IsOk);
        var document = (await Documents(id)).Single(row => row.OnPaper is null);
        var asked = await site.Asked(id);
        var stranger = site.Members.First(member => !asked.Contains(member));

        Assert.Equal("Дополнение.docx", (await site.As(asked[0], new OpenDocument(document.Id))).Value.Name);
        Assert.Equal(DocumentRefusal.UnknownDocument, (await site.As(stranger, new OpenDocument(document.Id))).Refusal);
        Assert.True((await site.As(asked[1], new DeclareConflict(id, "Родственник"))).IsOk);
        Assert.Equal(DocumentRefusal.UnknownDocument, (await site.As(asked[1], new OpenDocument(document.Id))).Refusal);
        Assert.False((await site.Site.Send("RU.66", Roles.HrOfficer, new OpenDocument(document.Id))).IsOk);
        Assert.False((await site.Site.Send("RU.74", Roles.Candidate, new OpenDocument(document.Id))).IsOk);

        var openings = await site.Site.Look(
            "RU",
            db =>
                db.Set<AuditEvent>()
                    .Where(row => row.Command == nameof(OpenDocument) && row.Subjects.Contains(document.Id.Value))
                    .Select(row => new { row.UserId, row.Outcome })
                    .ToListAsync()
        );
        Assert.Equal(asked[0].Id, Assert.Single(openings, row => row.Outcome == AuditOutcome.Done).UserId);
    }

    [Fact]
    public async Task Nothing_is_added_to_locked_materials()
    {
        var id = await site.Registered();
        Assert.True((await site.As(site.Authority, new WithdrawRequest(id, "Передумали"))).IsOk);
        await site.Work();
        Assert.Equal(DocumentRefusal.Locked, (await site.As(site.Authority, new AddDocuments(id, [Word("Анкета.docx")]))).Refusal);
    }

    [Fact]
    public async Task The_page_shows_the_list_beside_the_document_and_keeps_what_was_typed()
    {
        var id = await site.Registered();
        using var officer = await site.Site.SignedInClient("documents-hr", "RU.74", Roles.HrOfficer);
        var address = $"/appointments/case/{id.Value}/documents";
        var posted = await officer.PostFile(
            address + "?handler=Add",
            "files",
            "Характеристика.txt",
            Encoding.UTF8.GetBytes("Хороший человек")
        );
        var page = await posted.Content.ReadAsStringAsync();
        Assert.Contains("Добавлено: 1 документ.", page, StringComparison.Ordinal);
        var document = Assert.Single(await Documents(id));
        Assert.Contains($"/appointments/documents/{document.Id.Value}/view", page, StringComparison.Ordinal);
        Assert.Contains(
            "Хороший человек",
            await officer.Text($"/appointments/documents/{document.Id.Value}/view"),
            StringComparison.Ordinal
        );
        var file = await officer.Get($"/appointments/documents/{document.Id.Value}");
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.EndsWith("; sandbox", file.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        var refused = await officer.Post(
            $"{address}?document={document.Id.Value}",
            "Return",
            ("Document", $"{document.Id.Value}"),
            ("Defect", " ")
        );
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Напишите, что в документе не так.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var early = await officer.Post(address, "Check", ("Note", "Долгое пояснение заявителю"));
        page = await early.Content.ReadAsStringAsync();
        Assert.Contains("Ещё не рассмотрены", page, StringComparison.Ordinal);
        Assert.Contains("Долгое пояснение заявителю", page, StringComparison.Ordinal);
        var accepted = await officer.Post($"{address}?document={document.Id.Value}", "Accept", ("Document", $"{document.Id.Value}"));
        Assert.Contains("Документ принят.", await accepted.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Анкета.pdf", "", "questionnaire")]
    [InlineData("скан 12.pdf", "СОГЛАСИЕ НА ОБРАБОТКУ персональных данных", "consent")]
    [InlineData("IMG_2041.pdf", "СПРАВКА-ОБЪЕКТИВКА", "dossier")]
    [InlineData("выступление.pptx", "", "presentation")]
    [InlineData("Сведения_о_трудовой_деятельности.pdf", "", "records")]
    [InlineData("Программа развития.docx", "Анкета", "programme")]
    [InlineData("скан 13.pdf", "Прочее", null)]
    public async Task The_kind_is_proposed_by_name_and_words(string name, string text, string? kind)
    {
        var proposed = await site.Site.AsSystem(async services =>
        {
            var list = await ((DocumentKinds)services.GetService(typeof(DocumentKinds))!).In(
                ApprovalSite.Municipality,
                CancellationToken.None
            );
            return list.Propose(new TakenFile(name, FileTypes.Of(name)!, [], "", text)) ?? "";
        });
        Assert.Equal(kind ?? "", proposed);
    }

    private async Task Judge(CaseDocument document, string? defect)
    {
        Assert.True((await site.As(site.Officer, new OpenDocument(document.Id))).IsOk);
        var done = defect is null
            ? await site.As(site.Officer, new AcceptDocument(document.Id))
            : await site.As(site.Officer, new ReturnDocument(document.Id, defect));
        Assert.True(done.IsOk, done.Reason);
    }

    private Task<List<CaseDocument>> Documents(AppointmentCaseId id) =>
        site.Site.Look(
            "RU",
            db =>
                db.Set<CaseDocument>()
                    .AsNoTracking()
                    .Where(row => row.CaseId == id)
                    .OrderBy(row => row.AddedAt)
                    .ThenBy(row => row.Name)
                    .ToListAsync()
        );

    /// <param name="name">The file's name.</param>
    /// <param name="words">What it says: the same words are the same bytes.</param>
    private static GivenFile Word(string name, string? words = null) => new(name, Sheets.Word(words ?? name));

    private static byte[] Letter(string id, string text, params (string Name, string Content)[] files) =>
        Encoding.UTF8.GetBytes(
            $"From: {ApprovalSite.Address}\nTo: reserve@example.test\nSubject: Запрос\nMessage-ID: <{id}>\n"
                + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n"
                + text
                + string.Concat(
                    files.Select(file =>
                        "\n--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; "
                        + $"filename=\"{file.Name}\"\n\n{file.Content}"
                    )
                )
                + "\n--b--\n"
        );
}
