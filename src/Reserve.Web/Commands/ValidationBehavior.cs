using FluentValidation;
using MediatR;
using Reserve.Web.Access;

namespace Reserve.Web.Commands;

/// <summary>Second step: every validator of the command, and whether what its place names exists; every problem at once.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators, Reaches reaches)
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

        foreach (var fault in await reaches.Faults(AreaOf.Command(request), cancellationToken))
        {
            if (problems?.Exists(known => known.Field == fault.Field) != true)
                (problems ??= []).Add(fault);
        }

        return problems is null ? await next() : TResponse.Reject(new Rejection.Invalid(problems));
    }
}
