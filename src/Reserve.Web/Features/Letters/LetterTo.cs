using Reserve.Engine.Feel;
using Reserve.Web.Access;

namespace Reserve.Web.Features.Letters;

/// <summary>To whom a letter goes, as a drawing says it in one input: a role, a person's id, an address, or a list of these.</summary>
/// <param name="Roles">Codes of roles.</param>
/// <param name="People">Ids of users.</param>
/// <param name="Addresses">Addresses of mail.</param>
/// <param name="Unknown">What is none of these.</param>
internal sealed record LetterTo(
    IReadOnlyList<string> Roles,
    IReadOnlyList<Guid> People,
    IReadOnlyList<string> Addresses,
    IReadOnlyList<string> Unknown
)
{
    public static LetterTo Of(FeelValue to)
    {
        var (roles, people, addresses, unknown) = (new List<string>(), new List<Guid>(), new List<string>(), new List<string>());
        foreach (var value in to.AsList() ?? (IReadOnlyList<FeelValue>)[to])
        {
            var text = value.Kind == FeelKind.String ? value.AsString()!.Trim() : FeelJson.ToText(value);
            if (value.Kind == FeelKind.Null || text.Length == 0)
                continue;
            if (Access.Roles.All.Contains(text))
                roles.Add(text);
            else if (Guid.TryParse(text, out var person))
                people.Add(person);
            else if (text.Contains('@', StringComparison.Ordinal))
                addresses.Add(text);
            else
                unknown.Add(text);
        }

        return new(roles, people, addresses, unknown);
    }
}
