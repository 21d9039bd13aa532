using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

/// <summary>
/// Writes somebody into the base of heads: a present holder, one from a day to come, or, with a last day, a former one. What has to end
/// for it must be said: the predecessor's tenure, and what the person holds elsewhere.
/// </summary>
[Allow(Roles.HrOfficer), Says("Внести руководителя")]
internal sealed record AddTenure : IRequest<Result<TenureId, TenureRefusal>>, ITenureFacts, ITerritorial, IPlaced
{
    Area IPlaced.Area => Area.Each(Area.In(Territory), Person is { } person ? Area.Of("persons", person, nameof(Person)) : Area.Nowhere);

    public required string Territory { get; init; }

    /// <summary>A known person; null: the one of this name, or a new one.</summary>
    public PersonId? Person { get; init; }

    public string? FullName { get; init; }

    public PostId? Post { get; init; }

    /// <summary>As the act words the post; where it is none of the directory's, it is kept as a proposal.</summary>
    public string? Position { get; init; }

    public string? Organization { get; init; }

    public required DateOnly? StartsOn { get; init; }

    public DateOnly? EndsOn { get; init; }

    public required string ActNumber { get; init; }

    public required DateOnly? ActDate { get; init; }

    /// <summary>Whoever holds the post leaves it the day before.</summary>
    public bool EndPredecessor { get; init; }

    /// <summary>What the person holds elsewhere ends the day before (true) or goes on (false); null: nobody has said.</summary>
    public bool? EndOthers { get; init; }
}

internal sealed class AddTenureValidator : TenureValidator<AddTenure>
{
    public AddTenureValidator()
    {
        RuleFor(command => command.Territory).NotEmpty().WithMessage("Выберите территорию.");
        RuleFor(command => command.FullName)
            .NotEmpty()
            .When(command => command.Person is null)
            .WithMessage("Укажите фамилию, имя и отчество.")
            .MaximumLength(200)
            .WithMessage("Имя длиннее 200 знаков.");
    }
}

internal sealed class AddTenureHandler(ReserveDb db, PostFinder posts, PersonKeeper persons, TenureKeeper tenures, Caller caller)
    : IRequestHandler<AddTenure, Result<TenureId, TenureRefusal>>
{
    public async Task<Result<TenureId, TenureRefusal>> Handle(AddTenure request, CancellationToken cancellationToken)
    {
        if (await posts.Chosen(request.Post, request.Position, request.Territory, cancellationToken) is not { } post)
            return new TenureRefusal.NoPost();
        if (post.ValidTo < request.StartsOn)
            return new TenureRefusal.PostClosed();
        var (person, refusal) = await Whom(request, cancellationToken);
        if (person is null)
            return refusal!;
        var seat = new Seat(
            request.Territory,
            post,
            post.Level == PostLevel.School ? request.Organization?.Trim() ?? "" : "",
            request.StartsOn!.Value,
            request.EndsOn
        );
        var position = string.IsNullOrWhiteSpace(request.Position) ? post.Name : request.Position.Trim();
        using (caller.AsSystem(Territory.RegionOf(request.Territory)))
        {
            var records = await persons.Records(person.Id, cancellationToken);
            if (await Prepare(request, seat, records, cancellationToken) is { } problem)
                return problem;
            var act = new AppointedBy(request.ActNumber.Trim(), request.ActDate!.Value);
            var tenure = await tenures.Add(person, records, seat, position, act, null, cancellationToken);
            return await db.SavedWithoutOverlap(cancellationToken) ? tenure.Id : new TenureRefusal.Overlaps();
        }
    }

    private async Task<(PersonRecord? Person, TenureRefusal? Refusal)> Whom(AddTenure request, CancellationToken cancellationToken)
    {
        if (request.Person is { } chosen)
            return (await persons.Find(chosen, cancellationToken), new TenureRefusal.NoPerson());
        var named = await persons.Named(request.FullName!, Territory.RegionOf(request.Territory), cancellationToken);
        return named switch
        {
            [var only] => (only, null),
            [_, ..] => (null, new TenureRefusal.AmbiguousPerson()),
            [] when NameMatch.IsFullName(request.FullName!) => (
                persons.Add(PersonFullName.Parse(request.FullName!), null, null, request.Territory),
                null
            ),
            [] => (null, new TenureRefusal.NoPerson()),
        };
    }

    /// <summary>Makes room, as far as the request says so.</summary>
    private async Task<TenureRefusal?> Prepare(
        AddTenure request,
        Seat seat,
        IReadOnlyCollection<PersonId> records,
        CancellationToken cancellationToken
    )
    {
        var own = await tenures.OfPerson(records, seat, null, cancellationToken);
        if (own.FirstOrDefault(held => TenureKeeper.IsSame(held.Tenure, seat)) is { } same)
            return new TenureRefusal.AlreadyHolds(same.Tenure.StartsOn);
        foreach (var holder in await tenures.Holders(seat, null, cancellationToken))
        {
            // A former holder's time is written down as it was: nobody is moved for it.
            if (seat.EndsOn is not null || !request.EndPredecessor)
                return new TenureRefusal.Taken(holder.Head.PersonName, holder.Tenure.StartsOn);
            if (holder.Tenure.StartsOn >= seat.StartsOn)
                return new TenureRefusal.TakenLater(holder.Head.PersonName, holder.Tenure.StartsOn);
            holder.Tenure.EndBefore(seat.StartsOn);
        }

        foreach (var other in own.Where(_ => seat.EndsOn is null && request.EndOthers != false))
        {
            if (request.EndOthers is null)
            {
                var territory = await db.Set<Territory>()
                    .Where(row => row.Path == other.Tenure.Territory)
                    .Select(row => row.Name)
                    .SingleAsync(cancellationToken);
                return new TenureRefusal.HoldsAnother(other.Tenure.Position, territory, other.Tenure.StartsOn);
            }

            if (other.Tenure.StartsOn < seat.StartsOn)
                other.Tenure.EndBefore(seat.StartsOn);
        }

        // The predecessor must be out before the successor is in.
        return await db.SavedWithoutOverlap(cancellationToken) ? null : new TenureRefusal.Overlaps();
    }
}
