using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Files;

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
}

internal sealed class AddPaperValidator : AbstractValidator<AddPaper>
{
    public AddPaperValidator(FileCheck check)
    {
        RuleFor(command => command.Content)
            .Cascade(CascadeMode.Stop)
            .Must(content => content.Length > 0)
            .WithMessage("Приложите файл.")
            .Must(content => content.Length <= CandidatePaper.MostBytes)
            .WithMessage("Файл больше 10 МБ.")
            .Custom(
                (content, context) =>
                {
                    if (check.Look(new GivenFile(context.InstanceToValidate.FileName, content)).Problem is { } problem)
                        context.AddFailure(problem);
                }
            );
        RuleFor(command => command.Kind).IsInEnum().WithMessage("Такого вида документов нет.");
    }
}

internal sealed class AddPaperHandler(ReserveDb db, FileCheck check, Caller caller)
    : IRequestHandler<AddPaper, Result<CandidatePaperId, AddPaperRefusal>>
{
    public async Task<Result<CandidatePaperId, AddPaperRefusal>> Handle(AddPaper request, CancellationToken cancellationToken)
    {
        if (
            await db.Set<Candidate>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Candidate, cancellationToken)
            is not { } candidate
        )
            return AddPaperRefusal.UnknownCandidate;
        var file = check.Look(new GivenFile(request.FileName, request.Content)).Taken!;
        var stamp = caller.Stamp();
        var paper = new CandidatePaper
        {
            Id = Ids.New<CandidatePaperId>(stamp.At),
            CandidateId = candidate.Id,
            Territory = candidate.Territory,
            Kind = request.Kind,
            FileName = file.Name,
            ContentType = file.Type.MediaType,
            Content = request.Content,
            Sha256 = file.Sha256,
            AddedAt = stamp.At,
            AddedBy = stamp.Name,
        };
        db.Add(paper);
        return paper.Id;
    }
}
