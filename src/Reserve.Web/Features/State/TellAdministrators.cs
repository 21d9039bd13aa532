using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Documents.Letters;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Letters;
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
/// <param name="Amount">How many messages wait, or letters are aside; the year that has no calendar.</param>
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

internal sealed class TellAdministratorsHandler(
    ReserveDb db,
    Outbox outbox,
    Caller caller,
    HostLetters letters,
    TimeShown shown,
    IOptions<StateOptions> options
) : IRequestHandler<TellAdministrators, Result<Done, NoRefusal>>
{
    private const string StatePage = "/state";
    private const string CalendarPage = "/calendar";
    private const int MostLines = 10;

    public async Task<Result<Done, NoRefusal>> Handle(TellAdministrators request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        if (!await Claim(request, stamp, cancellationToken))
            return new Done();
        if (await LetterOf(request, stamp, cancellationToken) is not { } letter)
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
                    Text = letter.Subject,
                    Page = PageOf(request.Kind),
                    At = stamp.At,
                }
            );
            if (person.Email is not { Length: > 0 } address || request.Kind == AlertKind.Outbox)
                continue;
            await outbox.Add(
                NotificationMail.Kind,
                string.Create(CultureInfo.InvariantCulture, $"alert/{AlertKinds.Text(request.Kind)}/{person.Id}/{stamp.At.UtcTicks}"),
                NotificationMail.Of(address, letter),
                stamp.At,
                cancellationToken
            );
        }

        return new Done();
    }

    private static string PageOf(AlertKind kind) => kind == AlertKind.Calendar ? CalendarPage : StatePage;

    /// <summary>Of several nodes that see the same trouble one tells it, and not sooner than the interval after the last time.</summary>
    private async Task<bool> Claim(TellAdministrators request, Stamp stamp, CancellationToken cancellationToken)
    {
        var pause = request.Kind switch
        {
            AlertKind.Outbox => options.Value.RemindOfOutbox,
            AlertKind.Calendar => options.Value.RemindOfCalendar,
            AlertKind.Incident or AlertKind.Letter => options.Value.TellAgain,
        };
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

    private async Task<WrittenLetter?> LetterOf(TellAdministrators request, Stamp stamp, CancellationToken cancellationToken)
    {
        var page = letters.AddressOf(PageOf(request.Kind))!;
        if (request.Kind == AlertKind.Calendar)
            return letters.Write(HostLetter.CalendarMissing, new CalendarLetter { Year = request.Amount, Page = page });
        if (request.Kind != AlertKind.Incident)
            return letters.Write(
                request.Kind == AlertKind.Outbox ? HostLetter.OutboxStuck : HostLetter.LettersAside,
                new WaitingLetter
                {
                    Count = request.Amount,
                    Since = request.Since is { } since ? shown.Local(since) : null,
                    Page = page,
                }
            );
        var told = await db
            .Database.SqlQuery<ToldIncidents>(
                $"""
                select process as "Process", incidents as "Incidents"
                from reserve_tell_incidents({request.About.ToArray()}, {stamp.At})
                """
            )
            .ToListAsync(cancellationToken);
        return told.Count == 0
            ? null
            : letters.Write(
                HostLetter.Incidents,
                new IncidentsLetter
                {
                    Count = told.Sum(one => one.Incidents),
                    Processes = [.. told.Take(MostLines).Select(one => new TroubledProcess(one.Process, one.Incidents))],
                    Others = Math.Max(0, told.Count - MostLines),
                    Page = page,
                }
            );
    }

    private sealed record ToldIncidents(string Process, long Incidents);
}
