using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Persons;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Whose commission hears a matter, and why.</summary>
/// <param name="Territory">The territory of the commission.</param>
/// <param name="Name">Its name.</param>
/// <param name="Reason">The line of the rule.</param>
internal sealed record ChosenCommission(string Territory, string Name, string Reason);

/// <summary>Asks the rule of the matter's process which commission hears it: by the level and the category of the post.</summary>
internal sealed class CommissionChoice(ReserveDb db, RunRules rules)
{
    private const string Decision = "commission";

    /// <returns>Null where the process has no such rule: any commission of the territory may hear it.</returns>
    public async Task<ChosenCommission?> Of(IMatter matter, CancellationToken cancellationToken)
    {
        var post = matter is AppointmentCase { PostId: { } id }
            ? await db.Set<Post>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            : null;
        var region = Territory.RegionOf(matter.Territory);
        var facts = FeelContext.Of(
            ("level", post is null ? FeelValue.Null : FeelValue.From(post.Level.ToString())),
            ("category", post is null ? FeelValue.Null : FeelValue.From(post.Category.ToString())),
            ("municipalComposed", FeelValue.From(matter.Territory != region && await IsComposed(matter.Territory, cancellationToken))),
            ("regionalComposed", FeelValue.From(await IsComposed(region, cancellationToken)))
        );
        if ((await rules.Ask(matter.Subject, Decision, facts, cancellationToken))?.AsContext() is not { } said)
            return null;
        string? Text(string name) => said.TryGet(name, out var value) ? value.AsString() : null;
        var path = Text("level") switch
        {
            "Municipal" => matter.Territory,
            "Regional" => region,
            "Federal" => Territory.Federation,
            _ => null,
        };
        if (path is null)
            return null;
        var name = await db.Set<Territory>().Where(row => row.Path == path).Select(row => row.Name).SingleAsync(cancellationToken);
        return new ChosenCommission(path, name, Text("reason") ?? "");
    }

    private async Task<bool> IsComposed(string territory, CancellationToken cancellationToken) =>
        (await CommissionsAbove.Commission(db, territory, cancellationToken)).Count > 0;
}
