using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Writes the minutes of an item: what was heard, who spoke, what stands beside the decision.</summary>
[Allow(Roles.CommissionSecretary)]
[Says("Вести протокол")]
internal sealed record KeepMinutes(AgendaItemId Item, string? Heard, string? Spoken, string? Resolved, uint? Version)
    : IRequest<Result<MinutesKept, MeetingRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("agenda_items", Item, nameof(Item));
}

/// <param name="Version">Of the item now, for the next saving.</param>
internal sealed record MinutesKept(uint Version);

internal sealed class KeepMinutesValidator : AbstractValidator<KeepMinutes>
{
    public KeepMinutesValidator()
    {
        RuleFor(command => command.Heard).MaximumLength(MinutesText.Most).WithMessage("Раздел длиннее 20 000 знаков.");
        RuleFor(command => command.Spoken).MaximumLength(MinutesText.Most).WithMessage("Раздел длиннее 20 000 знаков.");
        RuleFor(command => command.Resolved).MaximumLength(MinutesText.Most).WithMessage("Раздел длиннее 20 000 знаков.");
    }
}

internal sealed class KeepMinutesHandler(ReserveDb db, SittingSteps steps)
    : IRequestHandler<KeepMinutes, Result<MinutesKept, MeetingRefusal>>
{
    public async Task<Result<MinutesKept, MeetingRefusal>> Handle(KeepMinutes request, CancellationToken cancellationToken)
    {
        if (await steps.Item(request.Item, cancellationToken) is not var (meeting, item, _))
            return MeetingRefusal.UnknownItem;
        if (!meeting.MinutesAreOpen)
            return meeting.State is MeetingState.Held ? MeetingRefusal.ProtocolClosed : MeetingRefusal.NotOpen;
        if (request.Version is { } seen && seen != item.RowVersion)
            return MeetingRefusal.MinutesChanged;
        (item.Heard, item.Spoken, item.Resolved) = (Clean(request.Heard), Clean(request.Spoken), Clean(request.Resolved));
        await db.SaveChangesAsync(cancellationToken);
        return new MinutesKept(item.RowVersion);
    }

    private static string? Clean(string? text) =>
        MinutesText.Paragraphs(text) is { Count: > 0 } paragraphs ? string.Join('\n', paragraphs) : null;
}
