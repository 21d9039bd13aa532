using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Mail.Mime;
using Reserve.Web.Access;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Letters;
using Reserve.Web.Features.State;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Tests.Features.Appointments;

namespace Reserve.Web.Tests.Features.Letters;

public sealed class CaseLettersTests(ApprovalSite approval) : IClassFixture<ApprovalSite>
{
    private const string Process = "appointment-approval";
    private const string Acknowledged = "letters/acknowledged.md";
    private static readonly string Folder = Path.Combine(Repository.Root, "workflows", Process);

    [Theory]
    [InlineData("acknowledged")]
    [InlineData("returned")]
    [InlineData("approved")]
    [InlineData("refused")]
    [InlineData("withdrawn")]
    public void Every_shipped_letter_fits_the_record_of_a_case(string name)
    {
        var data = CaseLetterRecord.Example.Data();
        var text = File.ReadAllText(Path.Combine(Folder, "letters", name + ".md"));

        Assert.Empty(LetterFiles.Open(text, data, default).Check(data));
    }

    [Fact]
    public async Task The_next_letter_is_the_one_that_an_administrator_published_for_the_region()
    {
        var before = await Letter(await approval.Registered());
        Assert.EndsWith(": запрос зарегистрирован", before.Subject, StringComparison.Ordinal);
        Assert.Contains("зарегистрирован как дело №", before.Text, StringComparison.Ordinal);
        Assert.Contains("<a href=\"http", before.Html, StringComparison.Ordinal);

        const string own = "Тема: Принято: {number}\n\n**{municipality | муниципалитет: родительный}**: срок {deadline | дата}.\n";
        Assert.Empty(await Published(own));
        var after = await Letter(await approval.Registered());

        Assert.StartsWith("Принято: 2026-", after.Subject, StringComparison.Ordinal);
        Assert.Matches("<strong>[^<]+ого [^<]+</strong>: срок [0-9.]{10}\\.", after.Html!);
    }

    [Fact]
    public async Task A_letter_with_mistakes_is_not_published_and_each_is_named_with_its_line()
    {
        var told = await Published("Тема: {nubmer}\n\n{municipality | муниципалетет: родительный}\n\n{if number then}\n");

        Assert.Equal(
            [
                $"{Acknowledged}: строка 1: {{nubmer}}: в данных нет «nubmer»; похоже на «number»",
                $"{Acknowledged}: строка 3: {{municipality | муниципалетет: родительный}}: нет формата «муниципалетет»; похоже на "
                    + "«муниципалитет»",
            ],
            told.Where(message => !message.Contains("{if number then}", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
        Assert.Contains(told, message => message.StartsWith($"{Acknowledged}: строка 5: {{if number then}}: ", StringComparison.Ordinal));
        Assert.Contains(
            $"{Acknowledged}: строка 1: письмо начинается со строки «Тема: …»",
            await Published("Здравствуйте!"),
            StringComparer.Ordinal
        );
    }

    /// <summary>Saves the letter in the draft for the region and publishes it; gives what is wrong.</summary>
    private async Task<IReadOnlyList<string>> Published(string letter)
    {
        var administrator = new[] { Roles.Administrator };
        return await approval.Site.As(
            "RU",
            administrator,
            async services =>
            {
                var mediator = services.GetRequiredService<IMediator>();
                var saved = await mediator.Send(new SaveProcessDraft(Process, ApprovalSite.Region, letter, null, Acknowledged));
                Assert.True(saved.IsOk, saved.Reason);
                var place = new DraftPlace(Process, ApprovalSite.Region, Acknowledged);
                var published = await mediator.Send(PublishProcess.OfFile(place, saved.Value.RowVersion));
                if (published.IsOk)
                    return (IReadOnlyList<string>)[];
                await mediator.Send(new DiscardProcessDraft(Process, ApprovalSite.Region, saved.Value.RowVersion, Acknowledged));
                return
                [
                    .. Assert
                        .IsType<PublishRefusal.Unsound>(published.Refusal)
                        .Diagnostics.Where(finding => finding.Severity == BpmnSeverity.Error)
                        .Select(finding => finding.Message),
                ];
            }
        );
    }

    /// <summary>The letter about a case that has left.</summary>
    private async Task<MailMessage> Letter(AppointmentCaseId about)
    {
        await approval.Site.App.Services.GetServices<IHostedService>().OfType<OutboxWorker>().Single().SendDue(CancellationToken.None);
        Assert.Empty(
            await approval.Site.Look(
                "RU",
                db =>
                    db.Database.SqlQuery<string>($"""select coalesce(last_error, 'waits') as "Value" from outbox where sent_at is null""")
                        .ToListAsync()
            )
        );
        var sent = Path.Combine(approval.Site.App.Services.GetRequiredService<DataPlace>().Mail, "sent");
        return Directory
            .GetFiles(sent, "*.eml")
            .Select(file => MailMessage.Read(File.ReadAllBytes(file)))
            .Single(mail => mail.MessageId!.StartsWith($"case.{about.Value:N}.", StringComparison.Ordinal));
    }
}
