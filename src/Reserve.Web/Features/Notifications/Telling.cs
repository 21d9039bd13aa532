using System.Security.Cryptography;
using System.Text;
using Reserve.Documents.Letters;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Letters;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Notifications;

/// <summary>Tells people something: a line in the cabinet of each, and a letter where there is an address.</summary>
internal sealed class Telling(ReserveDb db, People people, Caller caller, Outbox outbox, HostLetters letters)
{
    private const int LongestText = 1000;

    /// <summary>
    /// The named people, and of each role those nearest to the territory. Where some are named, of the roles only the administrators. Who
    /// stands in for somebody of them is told too.
    /// </summary>
    internal async Task<IReadOnlyList<Person>> Recipients(
        IReadOnlyCollection<string> roles,
        string territory,
        IReadOnlyList<Guid>? assignees,
        CancellationToken cancellationToken
    )
    {
        var named = assignees ?? [];
        var chosen = (await people.Named(named, cancellationToken)).Where(person => !person.Disabled).ToList();
        var asked = roles.Where(role => named.Count == 0 || role == Roles.Administrator).ToList();
        chosen.AddRange(await people.Nearest(territory, asked, cancellationToken));
        chosen.AddRange(await people.InPlaceOf(chosen, roles, territory, caller.Stamp().At, cancellationToken));
        return [.. chosen.DistinctBy(person => person.Id)];
    }

    internal async Task Tell(
        IReadOnlyList<Person> recipients,
        string territory,
        HostLetter kind,
        NotificationLetter what,
        string? page,
        CancellationToken cancellationToken
    )
    {
        var letter = letters.Write(kind, what with { Page = letters.AddressOf(page) });
        await Tell(recipients, territory, what.Text, letter, page, kind == HostLetter.Escalation, cancellationToken);
    }

    /// <summary>The text to everybody's cabinet, and the letter to whoever has an address.</summary>
    internal async Task Tell(
        IReadOnlyList<Person> recipients,
        string territory,
        string text,
        WrittenLetter letter,
        string? page,
        bool isEscalation,
        CancellationToken cancellationToken
    )
    {
        var stamp = caller.Stamp();
        foreach (var person in recipients)
        {
            Note(person, territory, text, page, isEscalation);
            if (person.Email is { Length: > 0 } address)
            {
                var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
                var key = $"notification/{person.Id}/{stamp.At.UtcTicks}/{hash}";
                await outbox.Add(NotificationMail.Kind, key, NotificationMail.Of(address, letter), stamp.At, cancellationToken);
            }
        }
    }

    /// <summary>A line in the person's cabinet.</summary>
    internal void Note(Person person, string territory, string text, string? page, bool isEscalation = false) =>
        db.Add(
            new Notification
            {
                UserId = person.Id,
                Territory = territory,
                Text = text.Length <= LongestText ? text : text[..LongestText],
                Page = page,
                IsEscalation = isEscalation,
                At = caller.Stamp().At,
            }
        );
}
