using System.Reflection;
using MediatR;
using Reserve.Web.Access;

namespace Reserve.Web.Commands;

/// <summary>Second step: the command itself says by <see cref="AllowAttribute"/> who may send it.</summary>
internal sealed class AuthorizationBehavior<TRequest, TResponse>(Caller caller) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    private static readonly AllowAttribute Allow =
        typeof(TRequest).GetCustomAttribute<AllowAttribute>()
        ?? throw new InvalidOperationException($"{typeof(TRequest).Name} does not say who may send it: give it [Allow].");

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        Allow.Permits(caller) ? await next() : TResponse.Reject(new Rejection.NotAllowed());
}
