using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.General;

/// <summary>Makes variables of the entries of a FEEL context; dates stay dates.</summary>
[Allow, Activity("Variables.Set", Title = "Задать переменные")]
internal sealed record SetVariables(FeelValue Values) : IRequest<Result<FeelContext, SetRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Nowhere;
}

internal enum SetRefusal
{
    [Says("Переменные задаёт контекст: {имя: значение}.")]
    NoContext,
}

internal sealed class SetVariablesHandler : IRequestHandler<SetVariables, Result<FeelContext, SetRefusal>>
{
    public Task<Result<FeelContext, SetRefusal>> Handle(SetVariables request, CancellationToken cancellationToken) =>
        Task.FromResult<Result<FeelContext, SetRefusal>>(request.Values.AsContext() is { } values ? values : SetRefusal.NoContext);
}
