using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>Takes the pack of a case as one PDF: a command, because who took it must be told.</summary>
[Allow(Roles.HrOfficer, Roles.CommissionMember, Roles.CommissionSecretary, Roles.CommissionChair, Roles.Administrator, Roles.Auditor)]
[Says("Получить комплект дела одним файлом")]
internal sealed record ReadPack(CasePackId Pack) : IRequest<Result<PackRead, PackRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("case_packs", Pack, nameof(Pack));
}

/// <summary>The file.</summary>
internal sealed record PackRead(AppointmentCaseId Case, string Number, byte[] Pdf);

internal sealed class ReadPackHandler(ReserveDb db, DocumentRights rights) : IRequestHandler<ReadPack, Result<PackRead, PackRefusal>>
{
    public async Task<Result<PackRead, PackRefusal>> Handle(ReadPack request, CancellationToken cancellationToken)
    {
        if (
            await db.Set<CasePack>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Pack, cancellationToken) is not { } pack
            || !await rights.MayReadPack(pack.CaseId, cancellationToken)
        )
            return PackRefusal.UnknownCase;
        if (pack.Pdf is null)
            return PackRefusal.NotReady;
        var appointment = await db.Set<AppointmentCase>().AsNoTracking().SingleAsync(row => row.Id == pack.CaseId, cancellationToken);
        return new PackRead(pack.CaseId, appointment.Number, pack.Pdf);
    }
}
