using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Documents.Papers;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Papers;

/// <summary>A paper that was issued. As a variable of a process: {id, number}.</summary>
internal sealed record IssuedPaper(PaperId Id, string Number);

/// <summary>A paper in a list.</summary>
public sealed record PaperLine(
    PaperId Id,
    PaperKind Kind,
    string? Title,
    string Number,
    DateOnly Date,
    string FileName,
    DateTimeOffset CreatedAt,
    string CreatedBy
)
{
    /// <summary>What it is called, in Russian.</summary>
    public string Name => Title ?? Paper.NameOf(Kind);
}

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
                paper.Title,
                paper.Number,
                paper.Date,
                paper.FileName,
                paper.CreatedAt,
                paper.CreatedBy
            ))
            .ToListAsync(cancellationToken);

    /// <summary>The papers about what a run is about.</summary>
    public Task<List<PaperLine>> OfRun(RunRow run, CancellationToken cancellationToken)
    {
        var subject = run.SubjectType is { } type && run.SubjectId is { } id ? new Subject(type, id) : null;
        return Of(PaperSubject.Of(subject, new RunId(run.Id)), cancellationToken);
    }

    /// <summary>What a paper is about; null when there is none that the caller's scope sees.</summary>
    internal Task<PaperSubject?> SubjectOf(PaperId id, CancellationToken cancellationToken) =>
        db.Set<Paper>()
            .AsNoTracking()
            .Where(paper => paper.Id == id)
            .Select(paper => new PaperSubject(paper.SubjectKind, paper.SubjectId))
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>What the last brief about something said; a brief that is approved is compared with approved ones only.</summary>
    internal async Task<BriefRecord?> FormerBrief(PaperSubject subject, bool alsoDrafts, CancellationToken cancellationToken)
    {
        var former = await db.Set<Paper>()
            .AsNoTracking()
            .Where(paper =>
                paper.Kind == PaperKind.Brief && paper.SubjectKind == subject.Kind && paper.SubjectId == subject.Id && paper.Data != null
            )
            .OrderByDescending(paper => paper.CreatedAt)
            .ThenByDescending(paper => paper.Number)
            .Select(paper => paper.Data!)
            .Take(MostFormer)
            .ToListAsync(cancellationToken);
        return former.Select(PaperRecord.Of<BriefRecord>).FirstOrDefault(brief => brief is not null && (alsoDrafts || !brief.Draft));
    }

    private const int MostFormer = 20;

    /// <summary>The file of a paper; null when there is none that the caller's scope sees.</summary>
    public Task<PaperFile?> File(PaperId id, CancellationToken cancellationToken = default) =>
        db.Set<Paper>()
            .AsNoTracking()
            .Where(paper => paper.Id == id)
            .Select(paper => new PaperFile(paper.FileName, Paper.TypeOf(paper.FileName), paper.Bytes))
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
        return Head(date, $"{Letter(kind)}-{date.Year}-{last:0000}");
    }

    /// <summary>The head of what is not issued yet.</summary>
    internal PaperHead DraftHead(DateOnly date) => Head(date, "проект");

    private PaperHead Head(DateOnly date, string number) =>
        new()
        {
            Organization = Settings.Organization,
            Place = Settings.Place,
            Date = date,
            Number = number,
        };

    internal DateTimeOffset Local(DateTimeOffset moment) => shown.Local(moment);

    internal IssuedPaper Keep(
        PaperKind kind,
        PaperSubject subject,
        string territory,
        PaperHead head,
        FilledPaper filled,
        Stamp stamp,
        string? title = null
    )
    {
        var (template, version, data, bytes) = filled;
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
                FileName = $"{NameInFile(title ?? Paper.NameOf(kind))} {head.Number}{Path.GetExtension(template.File)}",
                Bytes = bytes,
                Sha256 = SHA256.HashData(bytes),
                CreatedAt = stamp.At,
                CreatedBy = stamp.Name,
                CreatedById = stamp.By,
                Title = title,
                Process = template.Process,
                Version = version,
                Template = template.File,
                Data = data,
            }
        );
        return new(id, head.Number);
    }

    private static string NameInFile(string title)
    {
        var plain = string.Concat(title.Select(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' ? letter : '_'));
        return plain.Length <= 100 ? plain : plain[..100];
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
            PaperKind.Deck => "ПК",
            PaperKind.Dossier => "СО",
            PaperKind.OfProcess => "Б",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of paper."),
        };
}
