using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Papers;
using Reserve.Web.Features.Papers.Signatures;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Keeps the signatures under the protocol: detached files of chair and secretary, or the date of one signed by hand.</summary>
[CompletesTask("Commission.SignProtocol", Gives = [], Otherwise = "никто не сможет подписать протокол")]
[Allow(Roles.CommissionSecretary)]
[Says("Подписать протокол")]
internal sealed record SignProtocol(CommissionMeetingId Meeting, SignatureKind Kind, DateOnly SignedOn, IReadOnlyList<SignedFile> Files)
    : IRequest<Result<Done, SignProtocolRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("commission_meetings", Meeting, nameof(Meeting));
}

/// <summary>A detached signature, or a scan.</summary>
internal sealed record SignedFile(string Name, byte[] Content);

internal abstract record SignProtocolRefusal : IRefusal
{
    private SignProtocolRefusal() { }

    public abstract string Text { get; }

    [Says("Протокол ещё не оформлен.")]
    public sealed record NotIssued : SignProtocolRefusal
    {
        public override string Text => "Протокол ещё не оформлен.";
    }

    [Says("Протокол уже подписан.")]
    public sealed record AlreadySigned : SignProtocolRefusal
    {
        public override string Text => "Протокол уже подписан.";
    }

    [Says("Дата подписания раньше протокола или ещё не наступила.")]
    public sealed record BadDate : SignProtocolRefusal
    {
        public override string Text => "Дата подписания раньше протокола или ещё не наступила.";
    }

    [Says("Приложите файл электронной подписи (.sig).")]
    public sealed record NoFile : SignProtocolRefusal
    {
        public override string Text => "Приложите файл электронной подписи (.sig).";
    }

    [Says("Это не файл электронной подписи.")]
    public sealed record NoSignature(string File) : SignProtocolRefusal
    {
        public override string Text => $"«{File}»: это не файл электронной подписи.";
    }

    [Says("Подпись относится к другому документу.")]
    public sealed record OtherPaper(string File) : SignProtocolRefusal
    {
        public override string Text =>
            $"«{File}»: подпись относится к другому документу. Подпишите файл протокола, скачанный с этой страницы.";
    }
}

internal sealed class SignProtocolValidator : AbstractValidator<SignProtocol>
{
    private const int LargestScan = 20 << 20;

    public SignProtocolValidator()
    {
        RuleFor(command => command.Kind).IsInEnum();
        RuleFor(command => command.Files.Count).LessThanOrEqualTo(10).WithMessage("Приложите не больше 10 файлов.");
        RuleForEach(command => command.Files)
            .Must(file => file.Content.Length is > 0 and <= LargestScan)
            .WithMessage("Файл пуст или больше 20 МБ.");
        RuleForEach(command => command.Files)
            .Must(file => file.Content.Length <= DetachedSignature.Most)
            .When(command => command.Kind == SignatureKind.Electronic)
            .WithMessage("Файл подписи больше 1 МБ.");
    }
}

internal sealed class SignProtocolHandler(ReserveDb db, SittingSteps steps, Pages.TimeShown shown, Caller caller)
    : IRequestHandler<SignProtocol, Result<Done, SignProtocolRefusal>>
{
    public async Task<Result<Done, SignProtocolRefusal>> Handle(SignProtocol request, CancellationToken cancellationToken)
    {
        var paper = await db.Set<Paper>()
            .AsNoTracking()
            .SingleOrDefaultAsync(
                row =>
                    row.SubjectKind == PaperSubjectKind.Meeting
                    && row.SubjectId == request.Meeting.Value
                    && row.Kind == PaperKind.MeetingProtocol,
                cancellationToken
            );
        if (paper is null || await steps.Find(request.Meeting, cancellationToken) is not { } meeting)
            return new SignProtocolRefusal.NotIssued();
        if (await db.Set<PaperSignature>().AnyAsync(row => row.PaperId == paper.Id, cancellationToken))
            return new SignProtocolRefusal.AlreadySigned();
        if (request.SignedOn < paper.Date || request.SignedOn > shown.Today)
            return new SignProtocolRefusal.BadDate();
        if (request is { Kind: SignatureKind.Electronic, Files.Count: 0 })
            return new SignProtocolRefusal.NoFile();
        foreach (var file in request.Files)
            if (Add(paper, request, file) is { } refusal)
                return refusal;
        if (request.Files.Count == 0)
            db.Add(Of(paper, request, null, null));
        return await steps.Complete<SignProtocol>(meeting, FeelContext.Empty, cancellationToken) is null
            ? new Done()
            : new SignProtocolRefusal.NotIssued();
    }

    private SignProtocolRefusal? Add(Paper paper, SignProtocol request, SignedFile file)
    {
        if (request.Kind == SignatureKind.Paper)
        {
            db.Add(Of(paper, request, file, null));
            return null;
        }

        switch (DetachedSignature.Read(file.Content, paper.Bytes))
        {
            case null:
                return new SignProtocolRefusal.NoSignature(file.Name);
            case []:
                return new SignProtocolRefusal.OtherPaper(file.Name);
            case { } stamps:
                db.AddRange(stamps.Select(stamp => Of(paper, request, file, stamp)));
                return null;
        }
    }

    private PaperSignature Of(Paper paper, SignProtocol request, SignedFile? file, SignatureStamp? stamp) =>
        new()
        {
            Id = Ids.New<PaperSignatureId>(caller.Stamp().At),
            PaperId = paper.Id,
            Territory = paper.Territory,
            Kind = request.Kind,
            SignedOn = request.SignedOn,
            FileName = file?.Name,
            Content = file?.Content,
            Sha256 = file is null ? null : SHA256.HashData(file.Content),
            Signer = stamp?.Signer,
            Certificate = stamp?.Certificate,
            Issuer = stamp?.Issuer,
            ValidFrom = stamp?.ValidFrom,
            ValidUntil = stamp?.ValidUntil,
            Check = stamp?.Check ?? SignatureCheck.None,
            AddedAt = caller.Stamp().At,
            AddedBy = caller.DisplayName,
        };
}
