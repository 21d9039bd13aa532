using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Help;

namespace Reserve.Web.Runtime.Migration;

/// <summary>
/// Takes running cases over to another version of their process, in the background, each by itself: what cannot be taken over stays and
/// says why.
/// </summary>
/// <param name="Mapping">Old element id to new element id.</param>
/// <param name="Runs">Which cases of the version.</param>
[Allow(Roles.Administrator)]
[Says("Перенести дела на другую версию")]
internal sealed record MigrateRuns(
    DefinitionId From,
    DefinitionId To,
    IReadOnlyDictionary<string, string> Mapping,
    IReadOnlyList<RunId> Runs,
    string Reason
) : IRequest<Result<OrderedMigration, MigrateRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Asked("row-level security: only runs of the caller's scope are found, each is then written in its own");
}

internal enum MigrateRefusal
{
    [Says("Это версии разных процессов.")]
    OtherProcess,

    [Says("Версия сделана для другой территории.")]
    OtherTerritory,

    [Says("Этих дел в старой версии уже нет, или их переносят сейчас.")]
    NoCases,
}

internal sealed class MigrateRunsValidator : AbstractValidator<MigrateRuns>
{
    public const string NoCases = "Выберите хотя бы одно дело.";

    public MigrateRunsValidator()
    {
        RuleFor(command => command.Runs).NotEmpty().WithMessage(NoCases);
        RuleFor(command => command.To).Must((command, to) => to != command.From).WithMessage("Старая и новая версия — одна и та же.");
        RunHelp.Reason(this, command => command.Reason);
    }
}

internal sealed class MigrateRunsHandler(MigrationOrders orders, MigrationPlans plans)
    : IRequestHandler<MigrateRuns, Result<OrderedMigration, MigrateRefusal>>
{
    public async Task<Result<OrderedMigration, MigrateRefusal>> Handle(MigrateRuns command, CancellationToken cancellationToken)
    {
        var (from, to) = (await plans.Version(command.From, cancellationToken), await plans.Version(command.To, cancellationToken));
        if (from is null || to is null || from.Key != to.Key)
            return MigrateRefusal.OtherProcess;
        // A version for one territory takes the cases of that territory only.
        if (to.ForTerritory is { } place && !(await plans.Territories(command.Runs, cancellationToken)).All(to.Reaches))
            return MigrateRefusal.OtherTerritory;
        var ordered = await orders.Order(command.From, command.To, command.Mapping, command.Runs, command.Reason.Trim(), cancellationToken);
        return ordered.Cases == 0 ? MigrateRefusal.NoCases : ordered;
    }
}
