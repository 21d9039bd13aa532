using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Letters;
using Reserve.Web.Features.Notifications;

namespace Reserve.Web.Features.Substitutions;

/// <summary>A substitution ends before its last day, or does not begin at all: what is not done goes back by itself.</summary>
[Allow(AnySignedIn = true)]
[Says("Прекратить замещение")]
internal sealed record EndSubstitution(SubstitutionId Substitution, string Reason) : IRequest<Result<Done, SubstitutionRefusal>>, IPlaced
{
    Area IPlaced.Area =>
        Area.Each(
            Area.Of("substitutions", Substitution, nameof(Substitution)),
            Area.Asked("SubstitutionsRegistration.MayArrange: oneself, or whoever keeps the absent person's territory")
        );
}

internal sealed class EndSubstitutionValidator : AbstractValidator<EndSubstitution>
{
    public EndSubstitutionValidator() =>
        RuleFor(command => command.Reason)
            .NotEmpty()
            .WithMessage("Напишите, почему замещение прекращается.")
            .MaximumLength(1000)
            .WithMessage("Причина длиннее 1000 знаков.");
}

internal sealed class EndSubstitutionHandler(ReserveDb db, People people, Telling telling, Caller caller)
    : IRequestHandler<EndSubstitution, Result<Done, SubstitutionRefusal>>
{
    public async Task<Result<Done, SubstitutionRefusal>> Handle(EndSubstitution request, CancellationToken cancellationToken)
    {
        if (
            await db.Set<Substitution>().SingleOrDefaultAsync(row => row.Id == request.Substitution, cancellationToken)
            is not { } substitution
        )
            return SubstitutionRefusal.NotFound;
        var parties = await people.Named([substitution.AbsentUserId, substitution.SubstituteUserId], cancellationToken);
        var absent = parties.Single(person => person.Id == substitution.AbsentUserId);
        if (!caller.IsSystem && !caller.MayArrange(absent, substitution.Role, substitution.SeatId is not null))
            return SubstitutionRefusal.NotYours;
        if (!substitution.End(request.Reason.Trim(), caller.Stamp()))
            return SubstitutionRefusal.Over;
        var what = new NotificationLetter
        {
            Text = $"Замещение прекращено: {substitution.SubstituteName} {substitution.Shown}.",
            Subject = "Замещение прекращено",
        };
        await telling.Tell(parties, substitution.Territory, HostLetter.Notification, what, "/substitutions", cancellationToken);
        return new Done();
    }
}
