using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Mail.Mime;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Mail;

/// <summary>
/// Words a letter about a case and sends it to whoever asked by mail. A case from the cabinet is answered in the cabinet.
/// </summary>
internal sealed class CaseMailSender(ReserveDb db, PaperArchive archive, Postman postman, IOptions<PaperSettings> site) : IOutboxSender
{
    public string Kind => CaseMail.Kind;

    public async Task Send(OutboxMessage message, CancellationToken cancellationToken)
    {
        var mail = message.Read<CaseMail>();
        var appointment = await db.Set<AppointmentCase>().AsNoTracking().SingleAsync(row => row.Id == mail.Case, cancellationToken);
        if (appointment.ReplyTo is not { } address)
            return;
        // Papers hold personal data: they go to an address that is still registered for the territory, else their reader signs in.
        var own = (
            await db
                .Database.SqlQuery<Registered>(
                    $"""select authority as "Authority" from reserve_sender({address}, {appointment.Territory})"""
                )
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();
        var municipality = await db.Set<Territory>()
            .AsNoTracking()
            .Where(row => row.Path == appointment.Territory)
            .Select(row => row.Name)
            .SingleAsync(cancellationToken);
        var files = new List<Attachment>();
        if (own is not null && mail.Papers.Count > 0)
        {
            var papers = await archive.Of(new PaperSubject(PaperSubjectKind.AppointmentCase, appointment.Id.Value), cancellationToken);
            foreach (var kind in mail.Papers.Select(KindOf))
            {
                if (
                    papers.FirstOrDefault(line => line.Kind == kind) is { } line
                    && await archive.File(line.Id, cancellationToken) is { } paper
                )
                    files.Add(new Attachment(paper.FileName, paper.ContentType, paper.Bytes));
            }
        }

        await postman.Send(
            message,
            new Address(own?.Authority, address),
            $"Дело № {appointment.Number}: {CaseLetter.SubjectOf(mail.Template)}",
            CaseLetter.Text(
                mail,
                appointment.Number,
                municipality,
                appointment.Deadline,
                files.Count,
                mail.Papers.Count,
                new Uri(site.Value.PublicAddress, $"appointments/case/{appointment.Id.Value}").ToString()
            ),
            appointment.SourceMessageId,
            files,
            cancellationToken,
            appointment.Id.Value
        );
    }

    private sealed record Registered(string? Authority);

    private static PaperKind KindOf(string name) =>
        name switch
        {
            "brief" => PaperKind.Brief,
            "extract" => PaperKind.ProtocolExtract,
            _ => throw new InvalidOperationException($"No paper is called {name}."),
        };
}
