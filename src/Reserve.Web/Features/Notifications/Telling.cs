using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Notifications;

internal sealed class Telling(ReserveDb db, People people, Caller caller, Outbox outbox)
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
        var named = assignees ?? [];
        var chosen = (await people.Named(named, cancellationToken)).Where(person => !person.Disabled).ToList();
        var above = (await people.OfRole(territory, cancellationToken, roles))
            .Where(person => Territory.Covers(person.Territory, territory))
            .ToList();
        foreach (var role in roles.Where(role => named.Count == 0 || role == Roles.Administrator))
        {
            var holders = above.Where(person => person.Roles.Contains(role)).ToList();
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
                var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
                var key = $"notification/{person.Id}/{stamp.At.UtcTicks}/{hash}";
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
