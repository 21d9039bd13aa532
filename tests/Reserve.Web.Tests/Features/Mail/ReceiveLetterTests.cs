using System.Text;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Mail;
using Reserve.Web.Features.Notifications;
using Reserve.Web.Tests.Features.Appointments;

namespace Reserve.Web.Tests.Features.Mail;

public sealed class ReceiveLetterTests(ApprovalSite approval) : IClassFixture<ApprovalSite>
{
    [Fact]
    public async Task A_request_becomes_one_case_with_its_files_however_often_it_comes()
    {
        var letter = Letter("twice@example.test", ApprovalSite.Address, await Request(ApprovalSite.Person), attached: true);

        var first = await Receive(letter);
        var second = await Receive(letter);

        Assert.NotNull(first.Value.Case);
        Assert.Equal(first.Value.Case, second.Value.Case);
        Assert.Equal(1, await Look(db => db.Set<AppointmentCase>().CountAsync(row => row.SourceMessageId == "twice@example.test")));
        var kept = await Look(db => db.Set<IncomingLetter>().SingleAsync(row => row.MessageId == "twice@example.test"));
        Assert.Equal("справка.txt", (await Look(db => db.Set<CaseDocument>().SingleAsync(row => row.LetterId == kept.Id.Value))).Name);
        Assert.Empty(await Look(db => db.Set<LetterFile>().Where(row => row.LetterId == kept.Id).ToListAsync()));
        Assert.Null(await Answer("twice@example.test"));
    }

    [Fact]
    public async Task A_stranger_learns_the_same_whether_the_person_exists_or_not()
    {
        await Receive(Letter("known@elsewhere.example", "someone@elsewhere.example", await Request(ApprovalSite.Person)));
        await Receive(Letter("unknown@elsewhere.example", "someone@elsewhere.example", await Request("Небывалов Никто Никтоевич")));

        var known = await Answer("known@elsewhere.example");
        Assert.Contains("не зарегистрирован", known, StringComparison.Ordinal);
        Assert.Equal(
            known!.Replace("known@", "", StringComparison.Ordinal),
            (await Answer("unknown@elsewhere.example"))!.Replace("unknown@", "", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("Синицын", known, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Небывалов Н. Н.", "нет человека по имени")]
    [InlineData("Орлов И. П.", "несколько человек (2)")]
    public async Task An_unknown_or_ambiguous_person_is_asked_about(string person, string says)
    {
        var id = Guid.NewGuid().ToString("N") + "@example.test";

        var outcome = await Receive(Letter(id, ApprovalSite.Address, await Request(person)));

        Assert.True(outcome.Value.Answered);
        Assert.Contains(says, await Answer(id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_that_does_not_say_what_it_wants_is_asked_back()
    {
        await Receive(Letter("vague@example.test", ApprovalSite.Address, "Добрый день! Когда заседание?"));

        Assert.Contains("не удалось понять", await Answer("vague@example.test"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_written_by_a_machine_is_not_answered()
    {
        var outcome = await Receive(
            Encoding.UTF8.GetBytes(
                "From: robot@example.test\nAuto-Submitted: auto-replied\nMessage-ID: <robot@example.test>\n\nЯ в отпуске"
            )
        );

        Assert.Equal(LetterRefusal.Automatic, outcome.Refusal);
        Assert.Null(await Answer("robot@example.test"));
    }

    [Fact]
    public async Task An_answer_in_the_thread_joins_its_case_and_tells_the_officer()
    {
        var opened = await Receive(Letter("thread@example.test", ApprovalSite.Address, await Request(ApprovalSite.Person)));

        var joined = await Receive(
            Letter("more@example.test", ApprovalSite.Address, "Высылаем недостающее.", inReplyTo: "thread@example.test")
        );
        var stranger = await Receive(
            Letter("intruder@elsewhere.example", "someone@elsewhere.example", "Покажите дело.", inReplyTo: "thread@example.test")
        );

        Assert.Equal(opened.Value.Case, joined.Value.Case);
        Assert.Null(stranger.Value.Case);
        Assert.Equal(2, await Look(db => db.Set<IncomingLetter>().CountAsync(row => row.CaseId == opened.Value.Case)));
        Assert.True(
            await Look(db =>
                db.Set<Notification>().AnyAsync(row => row.UserId == approval.Officer.Id && row.Text.StartsWith("Пришло письмо"))
            )
        );
    }

    private Task<Result<LetterReceived, LetterRefusal>> Receive(byte[] letter) => approval.Site.SendAsSystem(new ReceiveLetter(letter));

    private async Task<string> Request(string person) =>
        $"Муниципалитет: {await approval.NameOf(ApprovalSite.Municipality)}\nКандидат: {person}";

    private Task<T> Look<T>(Func<ReserveDb, Task<T>> look) => approval.Site.Look("RU", look);

    /// <summary>What the letter was answered; null when it was not.</summary>
    private async Task<string?> Answer(string messageId) =>
        (
            await Look(db =>
                db.Database.SqlQuery<string>(
                        $"select payload ->> 'text' as \"Value\" from outbox where idempotency_key = {"answer/" + messageId}"
                    )
                    .ToListAsync()
            )
        ).SingleOrDefault();

    private static byte[] Letter(string id, string from, string text, bool attached = false, string? inReplyTo = null) =>
        Encoding.UTF8.GetBytes(
            $"From: {from}\nTo: reserve@example.test\nSubject: Запрос\nMessage-ID: "
                + $"<{id}>\n{(inReplyTo is null ? "" : $"In-Reply-To: <{inReplyTo}>\n")}"
                + (
                    attached
                        ? "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; "
                            + $"charset=utf-8\n\n{text}\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Disposition: "
                            + "attachment; filename=\"справка.txt\"\n\nтекст\n--b--\n"
                        : $"Content-Type: text/plain; charset=utf-8\n\n{text}\n"
                )
        );
}
