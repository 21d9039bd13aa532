using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons.Import;

namespace Reserve.Web.Features.Candidates.Import;

/// <summary>Keeps a file's rows until they are confirmed; nothing is entered yet.</summary>
[Allow(Roles.HrOfficer), Says("Прочитать файл кандидатов")]
internal sealed record PrepareImport(string FileName, byte[] Content) : IRequest<Result<CandidateImportId, ImportRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Nowhere;
}

internal sealed class PrepareImportHandler(ReserveDb db, Caller caller)
    : IRequestHandler<PrepareImport, Result<CandidateImportId, ImportRefusal>>
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public async Task<Result<CandidateImportId, ImportRefusal>> Handle(PrepareImport request, CancellationToken cancellationToken)
    {
        var reading = CandidateSheet.Read(request.Content);
        if (reading.Problem is { } problem)
            return new ImportRefusal.BadFile(problem);
        var stamp = caller.Stamp();
        var before = stamp.At - Kept;
        await db.Set<CandidateImport>().Where(row => row.UploadedAt < before).ExecuteDeleteAsync(cancellationToken);
        var import = new CandidateImport
        {
            Id = Ids.New<CandidateImportId>(stamp.At),
            Territory = caller.Territory!,
            UserId = stamp.By ?? Guid.Empty,
            FileName = request.FileName.Length <= 200 ? request.FileName : request.FileName[^200..],
            UploadedAt = stamp.At,
            Rows = JsonSerializer.Serialize(reading.Rows),
        };
        db.Add(import);
        return import.Id;
    }
}
