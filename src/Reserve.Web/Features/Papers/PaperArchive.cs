using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Documents.Papers;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Papers;

/// <summary>A paper that was issued. As a variable of a process: {id, number}.</summary>
internal sealed record IssuedPaper(PaperId Id, string Number);

/// <summary>A paper in a list.</summary>
public sealed record PaperLine(
    PaperId Id,
    PaperKind Kind,
    string Number,
    DateOnly Date,
    string FileName,
    DateTimeOffset CreatedAt,
    string CreatedBy
);

/// <summary>A paper to be sent or downloaded.</summary>
public sealed record PaperFile(string FileName, string ContentType, byte[] Bytes);

/// <summary>Numbers papers, keeps them, and gives them back to those who may see their territory.</summary>
public sealed class PaperArchive(ReserveDb db, IOptions<PaperSettings> options, TimeShown shown)
{
    public PaperSettings Settings => options.Value;

    /// <summary>The papers about something, the newest first.</summary>
    public Task<List<PaperLine>> Of(PaperSubject subject, CancellationToken cancellationToken = default) =>
        db.Set<Paper>()
            .AsNoTracking()
            .Where(paper => paper.SubjectKind == subject.Kind && paper.SubjectId == subject.Id)
            .OrderByDescending(paper => paper.CreatedAt)
            .ThenByDescending(paper => paper.Number)
            .Select(paper => new PaperLine(
                paper.Id,
                paper.Kind,
                paper.Number,
                paper.Date,
                paper.FileName,
                paper.CreatedAt,
                paper.CreatedBy
            ))
            .ToListAsync(cancellationToken);

    /// <summary>The file of a paper; null when there is none that the caller's scope sees.</summary>
    public Task<PaperFile?> File(PaperId id, CancellationToken cancellationToken = default) =>
        db.Set<Paper>()
            .AsNoTracking()
            .Where(paper => paper.Id == id)
            .Select(paper => new PaperFile(paper.FileName, Paper.ContentType, paper.Bytes))
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>
    /// The next number of a kind and the head that carries it. The row of the counter stays locked until the transaction ends.
    /// </summary>
    internal async Task<PaperHead> NextHead(PaperKind kind, Stamp stamp, CancellationToken cancellationToken)
    {
        var date = shown.LocalDate(stamp.At);
        var last = (
            await db
                .Database.SqlQuery<int>(
                    $"""
                    insert into paper_counters (kind, year, last) values ({kind.ToString()}, {date.Year}, 1)
                    on conflict (kind, year) do update set last = paper_counters.last + 1
                    returning last
                    """
                )
                .ToListAsync(cancellationToken)
        )[0];
        return new()
        {
            Organization = Settings.Organization,
            Place = Settings.Place,
            Date = date,
            Number = $"{Letter(kind)}-{date.Year}-{last:0000}",
        };
    }

    internal DateTimeOffset Local(DateTimeOffset moment) => shown.Local(moment);

    internal IssuedPaper Keep(PaperKind kind, PaperSubject subject, string territory, PaperHead head, byte[] bytes, Stamp stamp)
    {
        var id = Ids.New<PaperId>(stamp.At);
        db.Add(
            new Paper
            {
                Id = id,
                Kind = kind,
                Number = head.Number,
                Date = head.Date,
                SubjectKind = subject.Kind,
                SubjectId = subject.Id,
                Territory = territory,
                FileName = $"{Paper.NameOf(kind)} {head.Number}.docx",
                Bytes = bytes,
                Sha256 = SHA256.HashData(bytes),
                CreatedAt = stamp.At,
                CreatedBy = stamp.Name,
                CreatedById = stamp.By,
            }
        );
        return new(id, head.Number);
    }

    private static string Letter(PaperKind kind) =>
        kind switch
        {
            PaperKind.Brief => "С",
            PaperKind.MeetingProtocol => "ПР",
            PaperKind.ProtocolExtract => "В",
            PaperKind.Decision => "Р",
            PaperKind.Certificate => "У",
            PaperKind.AttestationProtocol => "ПА",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of paper."),
        };
}
