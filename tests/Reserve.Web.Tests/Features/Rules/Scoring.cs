using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Rules;

/// <summary>A process of two steps: a decision by points (and, where asked for, a person before it), then a person.</summary>
internal static class Scoring
{
    private static readonly (string, string)[] Officer = [("role", "\"HrOfficer\"")];

    /// <summary>Rules with three zones; the two limits between them are given.</summary>
    public static string Rules(int priority = 90, int risk = 30) =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="Проба зон" namespace="urn:trial">
              <inputData id="in" name="points"><variable name="points" typeRef="number" /></inputData>
              <decision id="band" name="Зона пробы"><description>По баллу.</description><variable name="band" />
                <informationRequirement><requiredInput href="#in" /></informationRequirement>
                <decisionTable id="t" hitPolicy="UNIQUE"><input id="i" label="Балл"><inputExpression typeRef="number">
                <text>points</text></inputExpression></input>
                  <output id="o" name="zone" label="Зона" typeRef="string" /><output id="o2" name="note" typeRef="string" />
                  <annotation name="Пояснение" />
                  <rule id="r1"><inputEntry><text>&gt;= {priority}</text></inputEntry><outputEntry><text>"Priority"</text></outputEntry>
                  <outputEntry><text>"а"</text></outputEntry><annotationEntry><text>Первым</text></annotationEntry></rule>
                  <rule id="r2"><inputEntry><text>[{risk}..{priority})</text></inputEntry><outputEntry><text>"Pool"</text></outputEntry>
                  <outputEntry><text>"б"</text></outputEntry><annotationEntry><text /></annotationEntry></rule>
                  <rule id="r3"><inputEntry><text>&lt; {risk}</text></inputEntry><outputEntry><text>"Risk"</text></outputEntry><outputEntry>
                  <text>"в"</text></outputEntry><annotationEntry><text /></annotationEntry></rule>
                </decisionTable></decision>
            </definitions>
            """;

    /// <summary>The drawing; with <paramref name="wait"/> a person works before the decision, so that a run can be met there.</summary>
    public static TestProcess Drawing(string key, bool wait = false)
    {
        var process = new TestProcess(key).Start();
        return (wait ? process.User("before", Officer) : process)
            .Decision("decide", "band", "zone", ("points", "points"))
            .User("after", ("role", "\"HrOfficer\""), ("title", "zone.zone"))
            .End();
    }

    public static async Task<DeployedVersion> Deploy(
        SiteFixture site,
        string key,
        bool wait = false,
        string? rules = null,
        ProcessBundle? bundle = null
    )
    {
        var (deployed, found) = await site.Deploy(bundle ?? Drawing(key, wait).Bundle(("rules/band.dmn", rules ?? Rules())));
        Assert.True(deployed.Count == 1, string.Join("; ", found));
        return deployed[0];
    }

    public static Task<RunId> Start(SiteFixture site, string key, int points, Subject? subject = null, string territory = "RU.74") =>
        site.AsSystem(async services =>
        {
            await using var transaction = await services.GetRequiredService<ReserveDb>().Database.BeginTransactionAsync();
            var run = await services
                .GetRequiredService<ProcessRuntime>()
                .Start(
                    key,
                    new StartFacts(territory, subject),
                    FeelContext.Of(("points", FeelValue.From(points))),
                    services.GetRequiredService<Caller>().Stamp(),
                    CancellationToken.None
                );
            await transaction.CommitAsync();
            return run.Value;
        });
}
