using System.Reflection;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;

namespace Reserve.Web.Commands;

/// <summary>
/// First step: the command itself says by <see cref="AllowAttribute"/> who may send it and by <see cref="IPlaced"/> where it acts. Whoever
/// may not learns nothing of what else is wrong with it.
/// </summary>
internal sealed class AuthorizationBehavior<TRequest, TResponse>(Caller caller, Reaches reaches, Grants grants, Denials denials)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    private static readonly AllowAttribute Allow =
        typeof(TRequest).GetCustomAttribute<AllowAttribute>()
        ?? throw new InvalidOperationException($"{typeof(TRequest).Name} does not say who may send it: give it [Allow].");

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        using var remembered = caller.Remembered();
        var permitted = Allow.Permits(caller);
        var rejection = permitted ? await reaches.Refusal(AreaOf.Command(request), cancellationToken) : new Rejection.NotAllowed();
        if (rejection is null || (!permitted && await ActsForAbsent(request, cancellationToken)))
            return await next();
        var answer = TResponse.Reject(rejection);
        await denials.Record(request, answer.Code!, cancellationToken);
        return answer;
    }

    /// <summary>Whether the caller may in the place of somebody absent; then the caller stands there.</summary>
    private async Task<bool> ActsForAbsent(TRequest request, CancellationToken cancellationToken)
    {
        foreach (var grant in await grants.Mine(cancellationToken))
        {
            if (!Allow.Roles.Any(grant.Roles.Contains))
                continue;
            using (caller.Remembered())
            {
                caller.ActIn(grant);
                if (await reaches.Refusal(AreaOf.Command(request), cancellationToken) is not null)
                    continue;
            }

            caller.ActIn(grant);
            return true;
        }

        return false;
    }
}
