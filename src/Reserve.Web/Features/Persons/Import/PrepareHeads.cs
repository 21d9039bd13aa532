using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons.Import;

/// <summary>Keeps a file's rows until they are confirmed; nothing is entered yet.</summary>
[Allow(Roles.HrOfficer), Says("Прочитать файл руководителей")]
internal sealed record PrepareHeads(string FileName, byte[] Content) : IRequest<Result<HeadImportId, ImportRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Nowhere;
}

internal sealed class PrepareHeadsHandler(ReserveDb db, Caller caller) : IRequestHandler<PrepareHeads, Result<HeadImportId, ImportRefusal>>
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public async Task<Result<HeadImportId, ImportRefusal>> Handle(PrepareHeads request, CancellationToken cancellationToken)
    {
        var reading = TableSheet.Read(request.Content, HeadPlan.Required);
        if (reading.Problem is { } problem)
            return new ImportRefusal.BadFile(problem);
        var stamp = caller.Stamp();
        var before = stamp.At - Kept;
        await db.Set<HeadImport>().Where(row => row.UploadedAt < before).ExecuteDeleteAsync(cancellationToken);
        var import = new HeadImport
        {
            Id = Ids.New<HeadImportId>(stamp.At),
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
