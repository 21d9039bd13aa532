using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons.Import;

namespace Reserve.Web.Features.Candidates.Import;

/// <summary>Enters every row of a prepared file, or none.</summary>
[Allow(Roles.HrOfficer), Says("Загрузить кандидатов из файла")]
internal sealed record ImportCandidates(CandidateImportId Import) : IRequest<Result<Imported, ImportRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Asked("the caller's own file; every row of it is a command of its own");
}

internal sealed record Imported(int Count);

internal sealed class ImportCandidatesHandler(ReserveDb db, Caller caller, IMediator mediator, ImportPlan plan)
    : IRequestHandler<ImportCandidates, Result<Imported, ImportRefusal>>
{
    public async Task<Result<Imported, ImportRefusal>> Handle(ImportCandidates request, CancellationToken cancellationToken)
    {
        // The row's lock makes a second click wait, and then find nothing.
        var import = await db.Set<CandidateImport>()
            .FromSql($"select * from candidate_imports where id = {request.Import.Value} for update")
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

        return new Imported(rows.Count);
    }
}
