using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Notifications;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.State;

/// <summary>
/// Tells the administrators of a territory of trouble: one notification and one letter for all that came since the last. No letter
/// says that letters do not leave.
/// </summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Territory">Whose administrators are told.</param>
/// <param name="About">The territories whose incidents they look after.</param>
/// <param name="Amount">How many messages wait, or letters are aside.</param>
/// <param name="Since">Since when.</param>
[Allow, Says("Сообщение администраторам")]
internal sealed record TellAdministrators(
    AlertKind Kind,
    string Territory,
    IReadOnlyList<string> About,
    long Amount = 0,
    DateTimeOffset? Since = null
) : IRequest<Result<Done, NoRefusal>>, ITerritorial, IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal sealed class TellAdministratorsHandler(ReserveDb db, Outbox outbox, Caller caller, TimeShown shown, IOptions<StateOptions> options)
    : IRequestHandler<TellAdministrators, Result<Done, NoRefusal>>
{
    private const int MostLines = 10;

    public async Task<Result<Done, NoRefusal>> Handle(TellAdministrators request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        if (!await Claim(request, stamp, cancellationToken))
            return new Done();
        if (await TextOf(request, stamp, cancellationToken) is not { } text)
            return new Done();
        var people = await db.Set<User>()
            .Where(user => !user.Disabled && user.Territory == request.Territory && user.Roles.Contains(Roles.Administrator))
            .Select(user => new { user.Id, user.Email })
            .ToListAsync(cancellationToken);
        foreach (var person in people)
        {
            db.Add(
                new Notification
                {
                    UserId = person.Id,
                    Territory = request.Territory,
                    Text = text.Subject,
                    Page = "/state",
                    At = stamp.At,
                }
            );
            if (person.Email is not { Length: > 0 } address || request.Kind == AlertKind.Outbox)
                continue;
            await outbox.Add(
                NotificationMail.Kind,
                string.Create(CultureInfo.InvariantCulture, $"alert/{AlertKinds.Text(request.Kind)}/{person.Id}/{stamp.At.UtcTicks}"),
                new NotificationMail(address, text.Subject, text.Body, "/state"),
                stamp.At,
                cancellationToken
            );
        }

        return new Done();
    }

    /// <summary>Of several nodes that see the same trouble one tells it, and not sooner than the interval after the last time.</summary>
    private async Task<bool> Claim(TellAdministrators request, Stamp stamp, CancellationToken cancellationToken)
    {
        var pause = request.Kind == AlertKind.Outbox ? options.Value.RemindOfOutbox : options.Value.TellAgain;
        return await db.Database.ExecuteSqlAsync(
                $"""
                insert into administrator_alert as a (kind, territory, told_at, amount)
                values ({AlertKinds.Text(request.Kind)}, {request.Territory}, {stamp.At}, {request.Amount})
                on conflict (kind, territory) do update set told_at = excluded.told_at, amount = excluded.amount
                where a.told_at <= {stamp.At - pause}
                """,
                cancellationToken
            ) == 1;
    }

    private async Task<AlertText?> TextOf(TellAdministrators request, Stamp stamp, CancellationToken cancellationToken)
    {
        if (request.Kind != AlertKind.Incident)
            return AlertText.Of(
                request.Kind,
                ("count", request.Amount.ToString(CultureInfo.InvariantCulture)),
                ("since", request.Since is { } since ? shown.Moment(since) : "")
            );
        var told = await db
            .Database.SqlQuery<ToldIncidents>(
                $"""
                select process as "Process", incidents as "Incidents"
                from reserve_tell_incidents({request.About.ToArray()}, {stamp.At})
                """
            )
            .ToListAsync(cancellationToken);
        if (told.Count == 0)
            return null;
        var lines = told.Take(MostLines).Select(one => $"— {one.Process}: {one.Incidents}");
        if (told.Count > MostLines)
            lines = lines.Append($"— ещё процессов: {told.Count - MostLines}");
        return AlertText.Of(
            request.Kind,
            ("count", told.Sum(one => one.Incidents).ToString(CultureInfo.InvariantCulture)),
            ("lines", string.Join('\n', lines))
        );
    }

    private sealed record ToldIncidents(string Process, long Incidents);
}
