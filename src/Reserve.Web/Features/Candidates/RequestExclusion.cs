using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Features.Candidates;

/// <summary>Stops the cycle: the HR officer is asked to carry out the exclusion.</summary>
[Allow(Roles.HrOfficer), Says("Начать исключение из резерва")]
internal sealed record RequestExclusion(CandidateId Candidate, ClosingReason Reason, string? Note)
    : IRequest<Result<Done, CycleMessageRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

internal sealed class RequestExclusionValidator : AbstractValidator<RequestExclusion>
{
    public RequestExclusionValidator()
    {
        RuleFor(command => command.Reason)
            .Must(reason => reason is ClosingReason.OwnWish or ClosingReason.Barred)
            .WithMessage("Такого основания нет.");
        RuleFor(command => command.Note).MaximumLength(500).WithMessage("Основание длиннее 500 знаков.");
    }
}

internal sealed class RequestExclusionHandler(CycleMessages cycleMessages)
    : IRequestHandler<RequestExclusion, Result<Done, CycleMessageRefusal>>
{
    public Task<Result<Done, CycleMessageRefusal>> Handle(RequestExclusion request, CancellationToken cancellationToken) =>
        cycleMessages.Tell(
            request.Candidate,
            "ExclusionRequested",
            new { exclusionReason = request.Reason.ToString(), exclusionNote = request.Note },
            cancellationToken
        );
}
