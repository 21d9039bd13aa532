using FluentValidation;
using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Briefs;

/// <summary>Whoever asked takes the request back; the process ends it.</summary>
[Allow(Roles.RegionalAuthority, Roles.HrOfficer)]
[Says("Отозвать запрос справки")]
internal sealed record WithdrawBriefRequest(BriefRequestId Request, string Reason) : IRequest<Result<Done, WithdrawBriefRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("brief_requests", Request, nameof(Request));
}

internal enum WithdrawBriefRefusal
{
    [Says("Запрос справки не найден.")]
    UnknownRequest,

    [Says("На запрос уже ответили.")]
    AlreadyClosed,
}

internal sealed class WithdrawBriefRequestValidator : AbstractValidator<WithdrawBriefRequest>
{
    public WithdrawBriefRequestValidator() =>
        RuleFor(command => command.Reason)
            .NotEmpty()
            .WithMessage("Напишите, почему запрос отзывается.")
            .MaximumLength(2000)
            .WithMessage("Текст длиннее 2000 знаков.");
}

internal sealed class WithdrawBriefRequestHandler(BriefSteps steps, ProcessRuntime processes, Caller caller)
    : IRequestHandler<WithdrawBriefRequest, Result<Done, WithdrawBriefRefusal>>
{
    public async Task<Result<Done, WithdrawBriefRefusal>> Handle(WithdrawBriefRequest request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Request, cancellationToken) is not { } asked)
            return WithdrawBriefRefusal.UnknownRequest;
        var outcome = asked.IsClosed
            ? null
            : await processes.Correlate(
                "BriefWithdrawn",
                asked.Id.Value.ToString(),
                FeelContext.Of(("withdrawalReason", FeelValue.From(request.Reason.Trim()))),
                new StartFacts(asked.Territory, asked.Subject),
                caller.Stamp(),
                cancellationToken
            );
        return outcome is { Continued.Count: > 0 } ? new Done() : WithdrawBriefRefusal.AlreadyClosed;
    }
}
