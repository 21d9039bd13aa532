using System.Reflection;
using MediatR;
using Reserve.Web.Access;

namespace Reserve.Web.Commands;

/// <summary>
/// First step: the command itself says by <see cref="AllowAttribute"/> who may send it and by <see cref="IPlaced"/> where it acts. Whoever
/// may not learns nothing of what else is wrong with it.
/// </summary>
internal sealed class AuthorizationBehavior<TRequest, TResponse>(Caller caller, Reaches reaches, Denials denials)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    private static readonly AllowAttribute Allow =
        typeof(TRequest).GetCustomAttribute<AllowAttribute>()
        ?? throw new InvalidOperationException($"{typeof(TRequest).Name} does not say who may send it: give it [Allow].");

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var rejection = Allow.Permits(caller)
            ? await reaches.Refusal(AreaOf.Command(request), cancellationToken)
            : new Rejection.NotAllowed();
        if (rejection is null)
            return await next();
        var answer = TResponse.Reject(rejection);
        await denials.Record(request, answer.Code!, cancellationToken);
        return answer;
    }
}
