using FluentValidation;
using MediatR;

namespace Reserve.Web.Commands;

/// <summary>First step: every validator of the command, every problem at once.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        List<Problem>? problems = null;
        foreach (var validator in validators)
        {
            var outcome = await validator.ValidateAsync(request, cancellationToken);
            if (!outcome.IsValid)
                (problems ??= []).AddRange(outcome.Errors.Select(error => new Problem(error.PropertyName, error.ErrorMessage)));
        }

        return problems is null ? await next() : TResponse.Reject(new Rejection.Invalid(problems));
    }
}
