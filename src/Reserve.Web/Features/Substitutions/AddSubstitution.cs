using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Letters;
using Reserve.Web.Features.Notifications;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Substitutions;

/// <summary>By an instrument somebody stands in for an absent person: in all tasks, those of one role, or a seat of a commission.</summary>
/// <param name="Absent">Who is away.</param>
/// <param name="Substitute">Who stands in.</param>
/// <param name="Role">The only role whose tasks are meant.</param>
/// <param name="Seat">The seat of the commission that is meant.</param>
/// <param name="Territory">Where; null: wherever the absent person works, or the commission's.</param>
/// <param name="Instrument">What kind of paper says so.</param>
/// <param name="Number">Its number.</param>
/// <param name="Date">Its date.</param>
/// <param name="Reason">Why the person is away.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day.</param>
[Allow(AnySignedIn = true)]
[Says("Оформить замещение")]
internal sealed record AddSubstitution(
    Guid Absent,
    Guid Substitute,
    string? Role,
    CommissionMemberId? Seat,
    string? Territory,
    InstrumentKind Instrument,
    string Number,
    DateOnly? Date,
    AbsenceReason Reason,
    DateOnly? From,
    DateOnly? Until
) : IRequest<Result<SubstitutionId, SubstitutionRefusal>>, IPlaced
{
    Area IPlaced.Area =>
        Area.Each(
            Territory is { Length: > 0 } path ? Area.In(path) : Area.Nowhere,
            Area.People([Absent], nameof(Absent)),
            Area.People([Substitute], nameof(Substitute)),
            Area.Asked("SubstitutionsRegistration.MayArrange: oneself, or whoever keeps the absent person's territory")
        );
}

internal sealed class AddSubstitutionValidator : AbstractValidator<AddSubstitution>
{
    private const int Longest = 366;

    public AddSubstitutionValidator(ProcessClock processClock, TimeProvider clock)
    {
        var today = DateOnly.FromDateTime(processClock.Local(clock.GetUtcNow()).DateTime);
        RuleFor(command => command.Absent).NotEmpty().WithMessage("Выберите отсутствующего.");
        RuleFor(command => command.Substitute).NotEmpty().WithMessage("Выберите замещающего.");
        RuleFor(command => command.Instrument).IsInEnum().WithMessage("Выберите вид документа.");
        RuleFor(command => command.Reason).IsInEnum().WithMessage("Выберите причину.");
        RuleFor(command => command.Number)
            .NotEmpty()
            .WithMessage("Укажите номер документа: без документа замещения нет.")
            .MaximumLength(50)
            .WithMessage("Номер длиннее 50 знаков.");
        RuleFor(command => command.Date).NotNull().WithMessage("Укажите дату документа.");
        RuleFor(command => command.From).NotNull().WithMessage("Укажите первый день.");
        RuleFor(command => command.Until).NotNull().WithMessage("Укажите последний день.");
        RuleFor(command => command.From)
            .Must(from => from >= today)
            .When(command => command.From is not null)
            .WithMessage("Задним числом замещение не оформляется: первый день — сегодня или позже.");
        RuleFor(command => command.Until)
            .Must((command, until) => until >= command.From)
            .When(command => command is { From: not null, Until: not null })
            .WithMessage("Последний день раньше первого.")
            .Must((command, until) => until!.Value.DayNumber - command.From!.Value.DayNumber < Longest)
            .When(command => command is { From: not null, Until: not null })
            .WithMessage("Дольше года одним документом не замещают.");
        RuleFor(command => command.Date)
            .Must((command, date) => date <= command.From)
            .When(command => command is { From: not null, Date: not null })
            .WithMessage("Документ датирован позже первого дня замещения.");
        RuleFor(command => command.Role)
            .Empty()
            .When(command => command.Seat is not null)
            .WithMessage("Выберите что-то одно: роль или место в комиссии.");
    }
}

internal sealed class AddSubstitutionHandler(ReserveDb db, People people, ProcessClock clock, Telling telling, Caller caller)
    : IRequestHandler<AddSubstitution, Result<SubstitutionId, SubstitutionRefusal>>
{
    public async Task<Result<SubstitutionId, SubstitutionRefusal>> Handle(AddSubstitution request, CancellationToken cancellationToken)
    {
        if (request.Absent == request.Substitute)
            return SubstitutionRefusal.Same;
        if (request.Substitute == caller.UserId)
            return SubstitutionRefusal.ForOneself;
        var named = await people.Named([request.Absent, request.Substitute], cancellationToken);
        if (
            named.Find(person => person.Id == request.Absent) is not { } absent
            || named.Find(person => person.Id == request.Substitute) is not { Disabled: false } substitute
        )
            return SubstitutionRefusal.UnknownPerson;
        if (!caller.IsSystem && !caller.MayArrange(absent, request.Role, request.Seat is not null))
            return SubstitutionRefusal.NotYours;
        var seat = request.Seat is { } id
            ? await db.Set<CommissionMember>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            : null;
        var territory = seat?.Territory ?? (request.Territory is { Length: > 0 } path ? path : absent.Territory);
        if (Refusal(request, absent, substitute, seat, territory) is { } refusal)
            return refusal;
        var (from, until) = (request.From!.Value, request.Until!.Value);
        var stamp = caller.Stamp();
        // What begins today begins now: nothing done this morning was done by the substitute.
        var day = clock.StartOf(from, territory);
        var begins = day > stamp.At ? day : stamp.At;
        var substitution = Substitution.Of(
            absent,
            substitute,
            new SubstitutionScope(territory, request.Role is { Length: > 0 } role ? role : null, seat?.Id.Value),
            new Instrument(request.Instrument, request.Number.Trim(), request.Date!.Value),
            request.Reason,
            new SubstitutionDays(from, until, begins, clock.StartOf(until.AddDays(1), territory)),
            stamp
        );
        db.Add(substitution);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException problem) when (Told(problem) is not null)
        {
            return Told(problem)!.Value;
        }

        var what = new NotificationLetter
        {
            Text = $"{substitute.DisplayName} {substitution.Shown}: с {from:dd.MM.yyyy} по {until:dd.MM.yyyy}.",
            Subject = "Замещение",
        };
        await telling.Tell([absent, substitute], territory, HostLetter.Notification, what, "/substitutions", cancellationToken);
        return substitution.Id;
    }

    private static SubstitutionRefusal? Refusal(
        AddSubstitution request,
        Person absent,
        Person substitute,
        CommissionMember? seat,
        string territory
    )
    {
        if (request.Seat is not null)
        {
            if (seat is null || seat.UserId != absent.Id || !seat.Votes)
                return SubstitutionRefusal.NotTheirSeat;
            if (!substitute.Roles.Contains(seat.IsChair ? Roles.CommissionChair : Roles.CommissionMember))
                return SubstitutionRefusal.NotEligible;
        }
        else
        {
            if (request.Role is { Length: > 0 } role && (!absent.Roles.Contains(role) || Grant.Own.Contains(role)))
                return SubstitutionRefusal.NotTheirRole;
            if (!Territory.Covers(absent.Territory, territory))
                return SubstitutionRefusal.NotTheirTerritory;
        }

        return Territory.Covers(substitute.Territory, territory) ? null : SubstitutionRefusal.SubstituteElsewhere;
    }

    /// <summary>What the database does not let in: Sql/685-substitutions.sql.</summary>
    private static SubstitutionRefusal? Told(DbUpdateException problem) =>
        (problem.InnerException as PostgresException)?.ConstraintName switch
        {
            "substitutions_overlap" => SubstitutionRefusal.Overlap,
            "substitutions_circle" => SubstitutionRefusal.Circle,
            "substitutions_one_seat" => SubstitutionRefusal.SitsThere,
            "substitutions_seat" => SubstitutionRefusal.NotTheirSeat,
            _ => null,
        };
}
