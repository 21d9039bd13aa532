using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Retention;

/// <summary>Keeps everything about a subject, or everything of a territory and below, from removal until the hold is lifted.</summary>
/// <param name="About">What is held.</param>
/// <param name="Subject">The candidate, the case or the run; null for a territory.</param>
/// <param name="Place">The territory; null for a subject, whose own it is then.</param>
/// <param name="Reason">The order or the request that it follows.</param>
[Allow(Roles.Administrator), Says("Запретить удаление")]
internal sealed record PlaceHold(HeldKind About, Guid? Subject, string? Place, string Reason)
    : IRequest<Result<LegalHoldId, PlaceHoldRefusal>>,
        IPlaced
{
    Area IPlaced.Area =>
        About switch
        {
            HeldKind.Territory => Area.In(Place, nameof(Place)),
            HeldKind.Candidate => Area.Of("candidates", Subject, nameof(Subject)),
            HeldKind.Case => Area.Of("appointment_cases", Subject, nameof(Subject)),
            HeldKind.Run => Area.Of("process_run", Subject, nameof(Subject)),
            _ => Area.Nowhere,
        };
}

internal enum HeldKind
{
    Territory,
    Candidate,
    Case,
    Run,
}

internal enum PlaceHoldRefusal
{
    [Says("Запрет накладывает администратор федерации или региона.")]
    NotRegion,

    [Says("Такого здесь нет, или оно не вашей территории.")]
    NotFound,

    [Says("Такой запрет уже действует.")]
    Already,
}

internal sealed class PlaceHoldValidator : AbstractValidator<PlaceHold>
{
    public PlaceHoldValidator()
    {
        RuleFor(command => command.Reason)
            .NotEmpty()
            .WithMessage("Укажите основание.")
            .MaximumLength(1000)
            .WithMessage("Основание длиннее 1000 знаков.");
        RuleFor(command => command.About).IsInEnum().WithMessage("Выберите, что хранить.");
        RuleFor(command => command.Subject)
            .NotEmpty()
            .When(command => command.About != HeldKind.Territory)
            .WithMessage("Укажите номер: он стоит в адресе страницы.");
        RuleFor(command => command.Place)
            .NotEmpty()
            .When(command => command.About == HeldKind.Territory)
            .WithMessage("Выберите территорию.");
    }
}

internal sealed class PlaceHoldHandler(ReserveDb db, ProcessQueries runs, Caller caller)
    : IRequestHandler<PlaceHold, Result<LegalHoldId, PlaceHoldRefusal>>
{
    public async Task<Result<LegalHoldId, PlaceHoldRefusal>> Handle(PlaceHold request, CancellationToken cancellationToken)
    {
        if (caller.Territory is not { } scope || scope != Territory.RegionOf(scope))
            return PlaceHoldRefusal.NotRegion;
        if (await PlaceOf(request, scope, cancellationToken) is not { } place)
            return PlaceHoldRefusal.NotFound;
        var stamp = caller.Stamp();
        var id = Ids.New<LegalHoldId>(stamp.At);
        var type = request.About == HeldKind.Territory ? null : KeyOf(request.About);
        var subject = request.About == HeldKind.Territory ? null : request.Subject;
        var placed = await db.Database.ExecuteSqlAsync(
            $"""
            insert into legal_hold (id, territory, subject_type, subject_id, reason, placed_by, placed_at)
            values ({id.Value}, {place}, {type}, {subject}, {request.Reason.Trim()}, {stamp.Name}, {stamp.At}) on conflict do nothing
            """,
            cancellationToken
        );
        return placed == 1 ? id : PlaceHoldRefusal.Already;
    }

    /// <summary>The territory of what is held, when the caller's scope covers it.</summary>
    private async Task<string?> PlaceOf(PlaceHold request, string scope, CancellationToken cancellationToken)
    {
        var id = request.Subject;
        var found = request.About switch
        {
            HeldKind.Territory => await db.Set<Territory>()
                .Where(row => row.Path == request.Place)
                .Select(row => row.Path)
                .ToListAsync(cancellationToken),
            HeldKind.Candidate => await Column($"select territory as \"Value\" from candidates where id = {id}", cancellationToken),
            HeldKind.Case => await Column($"select territory as \"Value\" from appointment_cases where id = {id}", cancellationToken),
            HeldKind.Run => await runs.TerritoryOf(new RunId(id!.Value), cancellationToken) is { } lies ? [lies] : [],
        };
        return found is [var place] && Territory.Covers(scope, place) ? place : null;
    }

    private Task<List<string>> Column(FormattableString sql, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<string>(sql).ToListAsync(cancellationToken);

    private static string KeyOf(HeldKind about) =>
        about switch
        {
            HeldKind.Candidate => "candidate",
            HeldKind.Case => "case",
            HeldKind.Run => "run",
            HeldKind.Territory => throw new InvalidOperationException("A territory is no subject."),
        };
}
