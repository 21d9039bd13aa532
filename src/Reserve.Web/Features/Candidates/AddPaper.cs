using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Candidates;

/// <summary>Adds a paper that was handed in.</summary>
[Allow(Roles.HrOfficer), Says("Добавить документ кандидата")]
internal sealed record AddPaper(CandidateId Candidate, PaperKind Kind, string FileName, byte[] Content)
    : IRequest<Result<CandidatePaperId, AddPaperRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

internal enum AddPaperRefusal
{
    [Says("Такого кандидата нет.")]
    UnknownCandidate,

    [Says("Содержание файла не соответствует его виду.")]
    NotWhatItSays,
}

internal sealed class AddPaperValidator : AbstractValidator<AddPaper>
{
    public AddPaperValidator()
    {
        RuleFor(command => command.Content)
            .Must(content => content.Length > 0)
            .WithMessage("Приложите файл.")
            .Must(content => content.Length <= CandidatePaper.MostBytes)
            .WithMessage("Файл больше 10 МБ.");
        RuleFor(command => command.FileName)
            .MaximumLength(200)
            .WithMessage("Имя файла длиннее 200 знаков.")
            .Must(name => PaperTypes.ContentType(name) is not null)
            .WithMessage("Принимаются PDF, DOCX, DOC, JPEG, PNG и SIG.");
        RuleFor(command => command.Kind).IsInEnum().WithMessage("Такого вида документов нет.");
    }
}

/// <summary>The kinds of files that are taken, known by name and by their first bytes.</summary>
internal static class PaperTypes
{
    private static readonly (string Extension, string ContentType, byte[] Begins)[] Known =
    [
        (".pdf", "application/pdf", "%PDF"u8.ToArray()),
        (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK\u0003\u0004"u8.ToArray()),
        (".doc", "application/msword", [0xD0, 0xCF, 0x11, 0xE0]),
        (".jpg", "image/jpeg", [0xFF, 0xD8, 0xFF]),
        (".jpeg", "image/jpeg", [0xFF, 0xD8, 0xFF]),
        (".png", "image/png", [0x89, 0x50, 0x4E, 0x47]),
        (".sig", "application/pkcs7-signature", []),
    ];

    public static string? ContentType(string fileName) =>
        Known
            .Where(known => fileName.EndsWith(known.Extension, StringComparison.OrdinalIgnoreCase))
            .Select(known => known.ContentType)
            .FirstOrDefault();

    public static bool Matches(string fileName, byte[] content) =>
        Known.Any(known =>
            fileName.EndsWith(known.Extension, StringComparison.OrdinalIgnoreCase) && content.AsSpan().StartsWith(known.Begins)
        );
}

internal sealed class AddPaperHandler(ReserveDb db, Caller caller) : IRequestHandler<AddPaper, Result<CandidatePaperId, AddPaperRefusal>>
{
    public async Task<Result<CandidatePaperId, AddPaperRefusal>> Handle(AddPaper request, CancellationToken cancellationToken)
    {
        if (
            await db.Set<Candidate>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Candidate, cancellationToken)
            is not { } candidate
        )
            return AddPaperRefusal.UnknownCandidate;
        if (!PaperTypes.Matches(request.FileName, request.Content))
            return AddPaperRefusal.NotWhatItSays;
        var stamp = caller.Stamp();
        var paper = new CandidatePaper
        {
            Id = Ids.New<CandidatePaperId>(stamp.At),
            CandidateId = candidate.Id,
            Territory = candidate.Territory,
            Kind = request.Kind,
            FileName = request.FileName,
            ContentType = PaperTypes.ContentType(request.FileName)!,
            Content = request.Content,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(request.Content)),
            AddedAt = stamp.At,
            AddedBy = stamp.Name,
        };
        db.Add(paper);
        return paper.Id;
    }
}
