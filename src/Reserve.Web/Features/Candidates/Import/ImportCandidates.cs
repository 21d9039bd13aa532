using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Candidates.Import;

/// <summary>Keeps a file's rows until they are confirmed; nothing is entered yet.</summary>
[Allow(Roles.HrOfficer), Says("Прочитать файл кандидатов")]
public sealed record PrepareImport(string FileName, byte[] Content) : IRequest<Result<CandidateImportId, ImportRefusal>>;

/// <summary>Enters every row of a prepared file, or none.</summary>
[Allow(Roles.HrOfficer), Says("Загрузить кандидатов из файла")]
public sealed record ImportCandidates(CandidateImportId Import) : IRequest<Result<Imported, ImportRefusal>>;

public sealed record Imported(int Count);

public abstract record ImportRefusal : IRefusal
{
    public abstract string Text { get; }

    /// <summary>The file is none, or has not the columns.</summary>
    public sealed record BadFile(string Reason) : ImportRefusal
    {
        public override string Text => Reason;
    }

    public sealed record Gone : ImportRefusal
    {
        public override string Text => "Этот файл уже загружен или устарел: приложите его снова.";
    }

    /// <summary>A row is wrong, perhaps only since the preview.</summary>
    public sealed record BadRow(int Line, string Reason) : ImportRefusal
    {
        public override string Text => $"Строка {Line}: {Reason}";
    }
}

internal sealed class ImportCandidatesHandler(ReserveDb db, Caller caller, IMediator mediator, ImportPlan plan)
    : IRequestHandler<PrepareImport, Result<CandidateImportId, ImportRefusal>>,
        IRequestHandler<ImportCandidates, Result<Imported, ImportRefusal>>
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public async Task<Result<CandidateImportId, ImportRefusal>> Handle(PrepareImport request, CancellationToken cancellationToken)
    {
        var reading = CandidateSheet.Read(request.FileName, request.Content);
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
