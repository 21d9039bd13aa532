using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Files;

namespace Reserve.Web.Features.Appointments.Opinions;

/// <summary>Writes down what the virus check said of a file beside an opinion.</summary>
[Allow]
[Says("Записать проверку файла заключения на вирусы")]
internal sealed record RecordOpinionScan(OpinionFileId File, ScanOutcome Outcome) : IRequest<Result<Done, DocumentRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("opinion_files", File, nameof(File));
}

internal sealed class RecordOpinionScanHandler(ReserveDb db, Caller caller)
    : IRequestHandler<RecordOpinionScan, Result<Done, DocumentRefusal>>
{
    public async Task<Result<Done, DocumentRefusal>> Handle(RecordOpinionScan request, CancellationToken cancellationToken)
    {
        if (await db.Set<OpinionFile>().SingleOrDefaultAsync(row => row.Id == request.File, cancellationToken) is not { Scan: null } file)
            return DocumentRefusal.UnknownDocument;
        file.Record(request.Outcome, caller.Stamp());
        return new Done();
    }
}
