using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Files;

namespace Reserve.Web.Features.Appointments.Opinions;

/// <summary>Opens a file that lies beside an opinion: a command, because who read it must be told.</summary>
[Allow(
    Roles.HrOfficer,
    Roles.CommissionMember,
    Roles.CommissionSecretary,
    Roles.CommissionChair,
    Roles.RegionalAuthority,
    Roles.MunicipalAuthority,
    Roles.Administrator,
    Roles.Auditor
)]
[Says("Открыть файл заключения")]
internal sealed record OpenOpinionFile(OpinionFileId File) : IRequest<Result<OpenedOpinionFile, DocumentRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("opinion_files", File, nameof(File));
}

/// <summary>A file with its bytes.</summary>
internal sealed record OpenedOpinionFile(string Name, string MediaType, byte[] Content);

internal sealed class OpenOpinionFileHandler(ReserveDb db, OpinionRights rights, Clamd clamd)
    : IRequestHandler<OpenOpinionFile, Result<OpenedOpinionFile, DocumentRefusal>>
{
    public async Task<Result<OpenedOpinionFile, DocumentRefusal>> Handle(OpenOpinionFile request, CancellationToken cancellationToken)
    {
        if (
            await db.Set<OpinionFile>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.File, cancellationToken)
                is not { } file
            || !await rights.MayRead(
                await db.Set<ExpertOpinion>().AsNoTracking().SingleAsync(row => row.Id == file.OpinionId, cancellationToken),
                cancellationToken
            )
        )
            return DocumentRefusal.UnknownDocument;
        if (file.Scan == ScanState.Infected)
            return DocumentRefusal.Infected;
        return file.Scan is null && clamd.IsConfigured
            ? DocumentRefusal.Quarantined
            : new OpenedOpinionFile(file.Name, file.MediaType, file.Content);
    }
}
