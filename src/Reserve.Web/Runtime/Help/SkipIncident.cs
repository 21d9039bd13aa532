using System.Text.Json;
using FluentValidation;
using MediatR;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Help;

/// <summary>What stopped is left out: the activity counts as done and gives these variables.</summary>
[Allow(Roles.Administrator)]
[Says("Пропустить шаг после инцидента")]
internal sealed record SkipIncident(IncidentId Incident, string Reason, JsonElement? Variables = null)
    : IRequest<Result<Done, HelpRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("incident", Incident, nameof(Incident));
}

internal sealed class SkipIncidentValidator : AbstractValidator<SkipIncident>
{
    public SkipIncidentValidator() => RunHelp.Reason(this, command => command.Reason);
}

internal sealed class SkipIncidentHandler(RunHelp help, RunStepper stepper, Caller caller)
    : IRequestHandler<SkipIncident, Result<Done, HelpRefusal>>
{
    public async Task<Result<Done, HelpRefusal>> Handle(SkipIncident command, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch
            .Add("select run_id, wait_id, element_id from incident where id = $1 and wait_id > 0 and resolved_at is null")
            .With(command.Incident.Value);
        WaitId wait;
        string? element;
        await using (var reader = await batch.ReadAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
                return new HelpRefusal.WentOn();
            wait = new WaitId(new RunId(reader.GetGuid(0)), reader.GetInt64(1));
            element = reader.IsDBNull(2) ? null : reader.GetString(2);
        }
        var variables = command.Variables is { } given ? FeelJson.Read(given).AsContext() ?? FeelContext.Empty : FeelContext.Empty;
        var stamp = caller.Stamp();
        return await help.Give(
            wait.Run,
            new RunEvent.Skip((int)wait.Number, variables),
            new RunMark(RunMark.Skip, command.Reason.Trim(), element),
            cancellationToken,
            // The call that failed is not made any more.
            writer =>
            {
                writer.DropJob(wait);
                writer.ResolveIncidents(wait.Run, wait.Number, stamp);
            }
        );
    }
}
