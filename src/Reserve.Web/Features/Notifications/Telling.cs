using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Notifications;

internal sealed class Telling(ReserveDb db, Caller caller, Outbox outbox)
{
    internal async Task<Result<Done, NoRefusal>> Tell(
        string[] roles,
        string territory,
        string text,
        string? page,
        IReadOnlyList<Guid>? assignees,
        bool isEscalation,
        CancellationToken cancellationToken
    )
    {
        var stamp = caller.Stamp();
        // Those whose scope covers the territory, nearest first: the municipality's own people, else the region's, else the federation's.
        var paths = territory.Split('.').Select((_, count) => string.Join('.', territory.Split('.').Take(count + 1))).ToArray();
        var named = assignees ?? [];
        var people = await db.Set<User>()
            .Where(user =>
                !user.Disabled
                && (named.Contains(user.Id) || (paths.Contains(user.Territory) && user.Roles.Any(role => roles.Contains(role))))
            )
            .Select(user => new
            {
                user.Id,
                user.Email,
                user.Territory,
                user.Roles,
            })
            .ToListAsync(cancellationToken);
        var chosen = people.Where(person => named.Contains(person.Id)).ToList();
        foreach (var role in roles.Where(role => named.Count == 0 || role == Roles.Administrator))
        {
            var holders = people.Where(person => person.Roles.Contains(role)).ToList();
            var nearest = holders.Count == 0 ? 0 : holders.Max(person => person.Territory.Length);
            chosen.AddRange(holders.Where(person => person.Territory.Length == nearest));
        }

        foreach (var person in chosen.DistinctBy(person => person.Id))
        {
            db.Add(
                new Notification
                {
                    UserId = person.Id,
                    Territory = territory,
                    Text = text.Length <= 1000 ? text : text[..1000],
                    Page = page,
                    IsEscalation = isEscalation,
                    At = stamp.At,
                }
            );
            if (person.Email is { Length: > 0 } address)
            {
                var key =
                    $"notification/{person.Id}/{stamp.At.UtcTicks}/{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..16]}";
                await outbox.Add(
                    NotificationMail.Kind,
                    key,
                    new NotificationMail(address, isEscalation ? "Просрочено" : "Напоминание", text, page),
                    stamp.At,
                    cancellationToken
                );
            }
        }

        return new Done();
    }
}
