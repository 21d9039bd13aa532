using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons.Import;

/// <summary>Enters every row of a prepared file, or none.</summary>
[Allow(Roles.HrOfficer), Says("Загрузить руководителей из файла")]
internal sealed record ImportHeads(HeadImportId Import) : IRequest<Result<ImportedHeads, ImportRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Asked("the caller's own file; every row of it is a command of its own");
}

internal sealed record ImportedHeads(int Count);

internal sealed class ImportHeadsHandler(ReserveDb db, Caller caller, IMediator mediator, HeadPlan plan)
    : IRequestHandler<ImportHeads, Result<ImportedHeads, ImportRefusal>>
{
    public async Task<Result<ImportedHeads, ImportRefusal>> Handle(ImportHeads request, CancellationToken cancellationToken)
    {
        // The row's lock makes a second click wait, and then find nothing.
        var import = await db.Set<HeadImport>()
            .FromSql($"select * from head_imports where id = {request.Import.Value} for update")
            .SingleOrDefaultAsync(row => row.UserId == caller.UserId, cancellationToken);
        if (import is null)
            return new ImportRefusal.Gone();
        var rows = await plan.Make(JsonSerializer.Deserialize<List<SheetRow>>(import.Rows)!, cancellationToken);
        if (rows.FirstOrDefault(row => row.Problems.Count > 0) is { } bad)
            return new ImportRefusal.BadRow(bad.Source.Line, bad.Problems[0].Text);
        db.Remove(import);
        foreach (var row in rows)
        {
            var entered = await mediator.Send(row.Command, cancellationToken);
            if (!entered.IsOk)
                return new ImportRefusal.BadRow(row.Source.Line, entered.Reason!);
        }

        return new ImportedHeads(rows.Count);
    }
}
