using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Reserve.Web.Tests;

/// <summary>
/// The arrows of the architecture: which part of the house may know which, and that no features know each other in a circle.
/// </summary>
public sealed class ArrowTests
{
    private static readonly Architecture House = new ArchLoader().LoadAssemblies(typeof(Web.Data.ReserveDb).Assembly).Build();

    private static readonly string[] Independent = ["Reserve.Engine", "Reserve.Documents", "Reserve.Mail"];

    /// <summary>Who may not know whom, inside Reserve.Web: what stands below never knows what stands above.</summary>
    public static TheoryData<string, string> Forbidden()
    {
        (string From, string[] Never)[] rules =
        [
            ("Data", ["Access", "Audit", "Commands", "Runtime", "Features", "Pages"]),
            ("Audit", ["Commands", "Runtime", "Features", "Pages"]),
            ("Access", ["Commands", "Runtime", "Features"]),
            ("Commands", ["Runtime", "Features", "Pages"]),
            ("Runtime", ["Features", "Pages"]),
            ("Pages", ["Features"]),
        ];
        return [.. from rule in rules from never in rule.Never select (rule.From, never)];
    }

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void Nothing_below_knows_what_stands_above(string from, string never) => Assert.Empty(Broken(Arrow(from, never)));

    [Fact]
    public void No_features_know_each_other_in_a_circle() => Assert.Empty(Circles(House, "Reserve.Web.Features."));

    [Fact]
    public void The_engine_the_documents_and_the_mail_know_nothing_of_ours()
    {
        foreach (var name in Independent)
        {
            var ours = Assembly
                .Load(name)
                .GetReferencedAssemblies()
                .Where(reference => reference.Name!.StartsWith("reserve", StringComparison.OrdinalIgnoreCase));
            Assert.Empty(ours);
        }
    }

    [Fact]
    public void A_forbidden_arrow_is_found()
    {
        // The pipeline knows the audit trail, so the opposite rule must complain.
        Assert.NotEmpty(Broken(Arrow("Commands", "Audit")));
    }

    [Fact]
    public void A_circle_is_found()
    {
        var circles = Circles(new ArchLoader().LoadAssemblies(typeof(ArrowTests).Assembly).Build(), "Reserve.Web.Tests.Circles.");
        Assert.Contains("Left → Right → Left", circles);
    }

    private static IArchRule Arrow(string from, string never) =>
        ArchRuleDefinition
            .Types()
            .That()
            .ResideInNamespaceMatching($@"^Reserve\.Web\.{from}(\.|$)")
            .Should()
            .NotDependOnAny(ArchRuleDefinition.Types().That().ResideInNamespaceMatching($@"^Reserve\.Web\.{never}(\.|$)"));

    private static List<string> Broken(IArchRule rule) =>
        [.. rule.Evaluate(House).Where(result => !result.Passed).Select(result => result.Description)];

    /// <summary>The circles of the parts right below a namespace: from each part along the arrows back to itself.</summary>
    private static List<string> Circles(Architecture house, string root)
    {
        string? PartOf(IType type) =>
            type.FullName.StartsWith(root, StringComparison.Ordinal) ? type.FullName[root.Length..].Split('.')[0] : null;
        var arrows = (
            from type in house.Types
            let part = PartOf(type)
            where part is not null
            from dependency in type.Dependencies
            let other = PartOf(dependency.Target)
            where other is not null && other != part
            select (part, other)
        ).ToLookup(arrow => arrow.part, arrow => arrow.other);
        var circles = new List<string>();
        foreach (var start in arrows.Select(group => group.Key))
        {
            var ways = new Queue<string[]>([
                [start],
            ]);
            var seen = new HashSet<string>();
            while (ways.TryDequeue(out var way))
            {
                foreach (var next in arrows[way[^1]].Where(next => next == start || seen.Add(next)))
                {
                    if (next == start)
                        circles.Add(string.Join(" → ", [.. way, next]));
                    else
                        ways.Enqueue([.. way, next]);
                }
            }
        }

        return [.. circles.Distinct()];
    }
}
