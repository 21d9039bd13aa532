using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

/// <summary>Takes a merge back: each record speaks again for itself and for what was merged into it before.</summary>
[Allow(Roles.HrOfficer), Says("Отменить объединение записей о человеке")]
internal sealed record UndoPersonMerge(PersonMergeId Merge, string Reason) : IRequest<Result<Done, PersonRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("person_merges", Merge, nameof(Merge));
}

internal sealed class UndoPersonMergeValidator : AbstractValidator<UndoPersonMerge>
{
    public UndoPersonMergeValidator() =>
        RuleFor(command => command.Reason)
            .NotEmpty()
            .WithMessage("Напишите, почему это разные люди.")
            .MaximumLength(1000)
            .WithMessage("Причина длиннее 1000 знаков.");
}

internal sealed class UndoPersonMergeHandler(ReserveDb db, Caller caller) : IRequestHandler<UndoPersonMerge, Result<Done, PersonRefusal>>
{
    public async Task<Result<Done, PersonRefusal>> Handle(UndoPersonMerge request, CancellationToken cancellationToken)
    {
        if (await db.Set<PersonMerge>().SingleOrDefaultAsync(row => row.Id == request.Merge, cancellationToken) is not { } merge)
            return PersonRefusal.NotFound;
        if (merge.UndoneAt is not null)
            return PersonRefusal.AlreadyUndone;
        merge.Undo(request.Reason.Trim(), caller.Stamp());
        var inForce = await db.Set<PersonMerge>()
            .Where(row => row.UndoneAt == null && row.Id != merge.Id)
            .ToDictionaryAsync(row => row.GoneId, row => row.KeptId, cancellationToken);
        var own = Below(merge.GoneId, inForce);
        foreach (var record in await db.Set<PersonRecord>().Where(row => own.Contains(row.Id)).ToListAsync(cancellationToken))
        {
            if (record.Id == merge.GoneId)
                record.Separate();
            else
                record.Merge(merge.GoneId);
        }

        return new Done();
    }

    /// <summary>A record and those that were merged into it, however many steps away.</summary>
    private static HashSet<PersonId> Below(PersonId root, Dictionary<PersonId, PersonId> into)
    {
        var found = new HashSet<PersonId> { root };
        while (
            into.Where(pair => found.Contains(pair.Value) && !found.Contains(pair.Key)).Select(pair => pair.Key).ToList() is [_, ..] more
        )
            found.UnionWith(more);
        return found;
    }
}
