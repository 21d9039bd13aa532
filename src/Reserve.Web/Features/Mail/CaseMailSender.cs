using Microsoft.EntityFrameworkCore;
using Reserve.Mail.Mime;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Mail;

/// <summary>
/// Writes a letter about a case and sends it to whoever asked by mail. A case from the cabinet is answered in the cabinet.
/// </summary>
internal sealed class CaseMailSender(
    ReserveDb db,
    PaperArchive archive,
    CaseLetters letters,
    RegisteredAddresses addresses,
    Postman postman
) : IOutboxSender
{
    public string Kind => CaseMail.Kind;

    public async Task Send(OutboxMessage message, CancellationToken cancellationToken)
    {
        var mail = message.Read<CaseMail>();
        var appointment = await db.Set<AppointmentCase>().AsNoTracking().SingleAsync(row => row.Id == mail.Case, cancellationToken);
        if (appointment.ReplyTo is not { } address)
            return;
        // Papers hold personal data: they go to an address that is still registered for the territory, else their reader signs in.
        var own = await addresses.Find(address, appointment.Territory, cancellationToken);
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

        var letter = await letters.Write(appointment, mail, files.Count, cancellationToken);
        await postman.Send(
            message,
            new Address(own?.Authority, address),
            OutgoingText.Of(letter),
            appointment.SourceMessageId,
            files,
            cancellationToken,
            appointment.Id.Value
        );
    }

    private static PaperKind KindOf(string name) =>
        name switch
        {
            "brief" => PaperKind.Brief,
            "extract" => PaperKind.ProtocolExtract,
            "resolution" => PaperKind.Decision,
            _ => throw new InvalidOperationException($"No paper is called {name}."),
        };
}
