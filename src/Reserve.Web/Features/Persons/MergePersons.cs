using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

/// <summary>
/// Says that two records are one person. Both stay, with all that refers to them: the first speaks for both from here on, until somebody
/// takes it back.
/// </summary>
[Allow(Roles.HrOfficer), Says("Объединить записи об одном человеке")]
internal sealed record MergePersons(PersonId Kept, PersonId Gone, string Reason) : IRequest<Result<PersonMergeId, PersonRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Each(Area.Of("persons", Kept, nameof(Kept)), Area.Of("persons", Gone, nameof(Gone)));
}

internal sealed class MergePersonsValidator : AbstractValidator<MergePersons>
{
    public MergePersonsValidator() =>
        RuleFor(command => command.Reason)
            .NotEmpty()
            .WithMessage("Напишите, почему это один человек.")
            .MaximumLength(1000)
            .WithMessage("Причина длиннее 1000 знаков.");
}

internal sealed class MergePersonsHandler(ReserveDb db, Caller caller) : IRequestHandler<MergePersons, Result<PersonMergeId, PersonRefusal>>
{
    public async Task<Result<PersonMergeId, PersonRefusal>> Handle(MergePersons request, CancellationToken cancellationToken)
    {
        if (request.Kept == request.Gone)
            return PersonRefusal.Same;
        // In the order of their ids, so that two who merge the same two wait for each other.
        Guid[] ids = [request.Kept.Value, request.Gone.Value];
        var records = await db.Set<PersonRecord>()
            .FromSql($"select *, xmin from persons where id = any({ids}) order by id for update")
            .ToListAsync(cancellationToken);
        var kept = records.Find(row => row.Id == request.Kept);
        var gone = records.Find(row => row.Id == request.Gone);
        if (kept is null || gone is null)
            return PersonRefusal.NotFound;
        if (kept.MergedInto is not null || gone.MergedInto is not null)
            return PersonRefusal.Merged;
        if (kept.Snils is { } one && gone.Snils is { } other && one != other)
            return PersonRefusal.DifferentSnils;
        if (await HoldSamePost(request, cancellationToken))
            return PersonRefusal.SamePostTwice;
        var stamp = caller.Stamp();
        gone.Merge(kept.Id);
        foreach (var earlier in await db.Set<PersonRecord>().Where(row => row.MergedInto == request.Gone).ToListAsync(cancellationToken))
            earlier.Merge(kept.Id);
        var merge = new PersonMerge
        {
            Id = Ids.New<PersonMergeId>(stamp.At),
            Territory = kept.Territory,
            KeptId = kept.Id,
            GoneId = gone.Id,
            Reason = request.Reason.Trim(),
            At = stamp.At,
            ByName = caller.DisplayName.Length > 0 ? caller.DisplayName : stamp.Name,
        };
        db.Add(merge);
        return merge.Id;
    }

    /// <summary>As two people they may have shared a post; as one they cannot have held it twice at once.</summary>
    private async Task<bool> HoldSamePost(MergePersons request, CancellationToken cancellationToken)
    {
        var keptOnes = await Tenures(request.Kept, cancellationToken);
        var goneOnes = await Tenures(request.Gone, cancellationToken);
        return keptOnes.Any(one =>
            goneOnes.Any(other =>
                one.Territory == other.Territory
                && one.PostId == other.PostId
                && one.Organization == other.Organization
                && one.StartsOn <= (other.EndsOn ?? DateOnly.MaxValue)
                && other.StartsOn <= (one.EndsOn ?? DateOnly.MaxValue)
            )
        );
    }

    private Task<List<Tenure>> Tenures(PersonId person, CancellationToken cancellationToken) =>
        db.Set<Tenure>()
            .AsNoTracking()
            .Where(tenure =>
                db.Set<CurrentHead>()
                    .Any(head =>
                        head.Id == tenure.HeadId
                        && db.Set<PersonRecord>().Any(row => row.Id == head.PersonId && (row.Id == person || row.MergedInto == person))
                    )
            )
            .ToListAsync(cancellationToken);
}
