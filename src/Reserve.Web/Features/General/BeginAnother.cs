using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.General;

/// <summary>What of a process was begun.</summary>
internal sealed record Begun(RunId Run);

/// <summary>
/// Begins another process, of which this one does not wait to see the end, by the version in force in the territory. What it is about
/// stays with the run that began it.
/// </summary>
[Allow, Activity("Process.Start", Title = "Начать другой процесс")]
internal sealed record BeginAnother(string Process, string Territory, FeelValue? Variables = null, string? About = null)
    : IRequest<Result<Begun, StartRefusal>>,
        ITerritorial,
        IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal sealed class BeginAnotherHandler(ProcessRuntime runtime, Caller caller)
    : IRequestHandler<BeginAnother, Result<Begun, StartRefusal>>
{
    public async Task<Result<Begun, StartRefusal>> Handle(BeginAnother request, CancellationToken cancellationToken)
    {
        var started = await runtime.StartFromActivity(
            request.Process,
            new StartFacts(request.Territory, BusinessKey: request.About),
            request.Variables?.AsContext() ?? FeelContext.Empty,
            caller.Stamp(),
            cancellationToken
        );
        return started.IsOk ? new Begun(started.Value) : started.Refusal!;
    }
}
