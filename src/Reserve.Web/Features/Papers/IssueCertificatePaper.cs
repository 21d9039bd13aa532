using MediatR;
using Reserve.Documents.Declension;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Papers;

/// <summary>Issues a certificate with a code that the public page confirms.</summary>
[Allow(Roles.HrOfficer, Roles.Administrator)]
[Says("Оформить удостоверение")]
internal sealed record IssueCertificatePaper(PaperSubject Subject, string Territory, CertificateRecord Content, PersonName Holder)
    : IRequest<Result<IssuedPaper, NoRefusal>>,
        ITerritorial,
        IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal sealed class IssueCertificatePaperHandler(ReserveDb db, PaperArchive archive, PaperTemplates templates, Caller caller)
    : IRequestHandler<IssueCertificatePaper, Result<IssuedPaper, NoRefusal>>
{
    public async Task<Result<IssuedPaper, NoRefusal>> Handle(IssueCertificatePaper request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        var head = await archive.NextHead(PaperKind.Certificate, stamp, cancellationToken);
        var code = PaperCode.New();
        var content = request.Content with { Head = head, Confirmation = new Uri(archive.Settings.PublicAddress, $"confirm/{code}") };
        var issued = archive.Keep(
            PaperKind.Certificate,
            request.Subject,
            request.Territory,
            head,
            await templates.Fill(PaperTemplate.Certificate, request.Territory, stamp.At, content, cancellationToken),
            stamp
        );
        db.Add(
            new PaperConfirmation
            {
                Code = code,
                PaperId = issued.Id,
                Title = Paper.NameOf(PaperKind.Certificate),
                Number = head.Number,
                Date = head.Date,
                Issuer = string.Join('\n', head.Organization),
                HolderInitials = Initials(request.Holder),
                Program = content.Program,
                Hours = content.Hours,
            }
        );
        return issued;
    }

    // Enough to compare with a name one has in hand, not enough to learn one.
    private static string Initials(PersonName holder) =>
        string.Join(
            ' ',
            new[] { holder.Surname, holder.FirstName, holder.Patronymic }
                .Where(part => part.Length > 0)
                .Select(part => $"{char.ToUpperInvariant(part[0])}.")
        );
}
