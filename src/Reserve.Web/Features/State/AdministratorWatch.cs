using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.WorkingDays;

namespace Reserve.Web.Features.State;

/// <summary>
/// Looks for what administrators have to be told: new incidents go to the nearest administrators of their territory, a stuck outbox
/// and letters set aside to those of the widest.
/// </summary>
internal sealed class AdministratorWatch(
    IServiceScopeFactory scopes,
    WorkReader work,
    DataPlace place,
    IOptions<StateOptions> options,
    IOptions<RuntimeOptions> runtime,
    WorkingTimes times,
    ProcessClock local,
    TimeProvider clock,
    ILogger<AdministratorWatch> log
) : Worker(clock, log)
{
    /// <summary>A node that does no jobs leaves this to those that do.</summary>
    protected override bool IsWanted => runtime.Value.Workers > 0;

    protected override async Task Round(CancellationToken cancellationToken)
    {
        await Look(cancellationToken);
        await Task.Delay(options.Value.Watch, Clock, cancellationToken);
    }

    internal async Task Look(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
        var db = scope.ServiceProvider.GetRequiredService<ReserveDb>();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var offices = await db.Set<User>()
            .Where(user => !user.Disabled && user.Roles.Contains(Roles.Administrator))
            .Select(user => user.Territory)
            .Distinct()
            .ToListAsync(cancellationToken);
        if (offices.Count == 0)
            return;
        var told = await db
            .Database.SqlQuery<Told>(
                $"""select kind as "Kind", territory as "Territory", told_at as "At", amount as "Amount" from administrator_alert"""
            )
            .ToListAsync(cancellationToken);

        foreach (var (office, about) in await Untold(db, offices, cancellationToken))
        {
            if (IsTime(told, AlertKind.Incident, office, options.Value.TellAgain))
                await mediator.Send(new TellAdministrators(AlertKind.Incident, office, about), cancellationToken);
        }

        var widest = offices.Where(office => office.Length == offices.Min(one => one.Length)).ToList();
        var numbers = await work.Read(cancellationToken);
        var stuck = numbers.GivenUp > 0 || numbers.UnsentFor(Clock.GetUtcNow()) > options.Value.OutboxLate;
        var aside = LettersAside.Count(place);
        var missing = times.Current.MissingYear(DateOnly.FromDateTime(local.Local(Clock.GetUtcNow()).DateTime));
        foreach (var office in widest)
        {
            if (missing is { } year && IsTime(told, AlertKind.Calendar, office, options.Value.RemindOfCalendar))
                await mediator.Send(new TellAdministrators(AlertKind.Calendar, office, [], year), cancellationToken);
            if (!stuck)
                await Forget(db, told, AlertKind.Outbox, office, cancellationToken);
            else if (IsTime(told, AlertKind.Outbox, office, options.Value.RemindOfOutbox))
                await mediator.Send(
                    new TellAdministrators(AlertKind.Outbox, office, [], numbers.Unsent + numbers.GivenUp, numbers.OldestUnsent),
                    cancellationToken
                );
            var known = Last(told, AlertKind.Letter, office)?.Amount ?? 0;
            if (aside < known)
                await Forget(db, told, AlertKind.Letter, office, cancellationToken);
            else if (aside > known && IsTime(told, AlertKind.Letter, office, options.Value.TellAgain))
                await mediator.Send(new TellAdministrators(AlertKind.Letter, office, [], aside), cancellationToken);
        }
    }

    /// <summary>The territories with untold incidents, by those whose administrators are nearest.</summary>
    private static async Task<List<(string Office, IReadOnlyList<string> About)>> Untold(
        ReserveDb db,
        List<string> offices,
        CancellationToken cancellationToken
    )
    {
        var territories = await db
            .Database.SqlQuery<string>($"""select territory as "Value" from reserve_untold_incidents()""")
            .ToListAsync(cancellationToken);
        return
        [
            .. territories
                .Select(territory =>
                    (
                        Territory: territory,
                        Office: offices.Where(office => Territory.Covers(office, territory)).MaxBy(office => office.Length)
                    )
                )
                .Where(pair => pair.Office is not null)
                .GroupBy(pair => pair.Office!, pair => pair.Territory)
                .Select(group => (group.Key, (IReadOnlyList<string>)[.. group])),
        ];
    }

    private bool IsTime(List<Told> told, AlertKind kind, string office, TimeSpan pause) =>
        Last(told, kind, office) is not { } last || last.At + pause <= Clock.GetUtcNow();

    private static Told? Last(List<Told> told, AlertKind kind, string office) =>
        told.SingleOrDefault(one => one.Kind == AlertKinds.Text(kind) && one.Territory == office);

    private static async Task Forget(ReserveDb db, List<Told> told, AlertKind kind, string office, CancellationToken cancellationToken)
    {
        if (Last(told, kind, office) is null)
            return;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"delete from administrator_alert where kind = {AlertKinds.Text(kind)} and territory = {office}",
            cancellationToken
        );
        await transaction.CommitAsync(cancellationToken);
    }

    private sealed record Told(string Kind, string Territory, DateTimeOffset At, long Amount);
}
