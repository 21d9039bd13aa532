using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>
/// The main pages of every role, at a desk and on a phone: no violation of WCAG 2.1 A and AA that axe finds, and nothing that scrolls
/// sideways. Home, tasks and a task's form are looked at as each role; of what several roles meet alike, each shape of page once.
/// </summary>
[Collection(SiteCollection.Name)]
public sealed partial class AccessibilityTests(RunningSite site)
{
    private static readonly (string User, string[] Pages)[] Roles =
    [
        (
            "admin",
            [
                "/processes",
                "/processes/reserve-cycle",
                "/processes/reserve-cycle?all=true > /processes/runs/",
                "/processes/reserve-cycle/edit",
                "/processes/appointment-approval/files",
                "/processes/appointment-approval/file?path=forms/decision.json",
                "/processes/appointment-approval/file?path=letters/approved.md",
                "/processes/appointment-approval/file?path=templates/brief.docx",
                "/processes/appointment-approval/template?path=templates/brief.docx",
                "/processes/appointment-approval/regression?path=templates/brief.docx",
                "/processes/appointment-approval/elsa",
                "/processes/messages",
                "/processes/desk",
                "/processes/reserve-cycle/replay",
                "/processes/reserve-cycle/heat",
                "/processes/reserve-cycle/migrate",
                "/processes/appointment-approval/sample?path=samples/happy-path.json",
                "/calendar",
                "/rules",
                "/rules > /rules/",
                "/rules > /rules/ > /edit",
                "/monitoring/formulas > /monitoring/formulas/",
                "/state",
                "/letters",
                "/letters?state=Sent",
                "/letters/aside",
                "/retention",
                "/users",
                "/users > /users/card/",
                "/users/card",
                "/account",
                "/account/password",
                "/account/passkeys",
                "/account/second-factor",
                "/notifications",
                "/error/404",
                "/denied",
                "/no-such-page",
            ]
        ),
        (
            "kadry",
            [
                "/tasks/begin",
                "/candidates",
                "/candidates?sort=stage > /candidates/0",
                "/candidates/new",
                "/candidates/import",
                "/appointments",
                "/appointments > /appointments/case/",
                "/appointments/new",
                "/appointments/heads",
                "/appointments/senders",
                "/letters",
                "/monitoring",
                "/monitoring > /monitoring/territory/",
                "/monitoring/indicators",
                "/monitoring/regions",
                "/monitoring/import",
                "/monitoring/formulas",
            ]
        ),
        ("secretary", ["/appointments/meetings", "/appointments/meetings > /appointments/meetings/", "/appointments/members"]),
        ("chair", []),
        ("expert1", []),
        ("region", ["/appointments", "/appointments > /appointments/case/"]),
        ("municipality", []),
        ("department", []),
        ("candidate", []),
        (
            "auditor",
            [
                "/journal",
                "/processes",
                "/processes/reserve-cycle",
                "/processes/reserve-cycle?all=true > /processes/runs/",
                "/processes/reserve-cycle?all=true > /processes/runs/ > /story",
                "/processes/reserve-cycle/heat",
                "/processes/desk",
                "/calendar",
            ]
        ),
    ];

    private static readonly AxeRunOptions Standards = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] },
        // What passed is not told: its list is many times longer than the page.
        ResultTypes = [ResultType.Violations],
    };

    [Fact]
    public async Task The_main_pages_of_every_role_meet_WCAG_2_1_AA_at_a_desk_and_on_a_phone()
    {
        var found = new List<string>();
        // A page that says what was not found is answered so, and the browser complains of it: closed without asking for complaints.
        var stranger = await site.Visit("/sign-in");
        foreach (var path in new[] { "/sign-in", "/confirm", "/error/404" })
            await Look(stranger.Page, "nobody", path, found);
        await stranger.Page.Context.CloseAsync();

        foreach (var (user, pages) in Roles)
        {
            var person = await site.SignIn(user);
            try
            {
                if (user == "secretary")
                    await CallMeeting(person);
                foreach (var way in (string[])["/", "/tasks", "/tasks > /tasks/", .. pages])
                {
                    if (await Go(person.Page, way) is { } path)
                        await Look(person.Page, user, path, found);
                    else if (!way.StartsWith("/tasks", StringComparison.Ordinal))
                        found.Add($"{user}: no link leads the way {way}");
                }
            }
            finally
            {
                await person.Page.Context.CloseAsync();
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public async Task A_page_without_names_and_wider_than_a_phone_is_found()
    {
        await using var stranger = await site.Visit("/sign-in");
        await stranger.Page.EvaluateAsync(
            """
            () => {
              document.querySelectorAll('label').forEach((label) => label.remove());
              document.body.append(document.createElement('section'));
              document.body.lastChild.textContent = 'wide';
              document.body.lastChild.style.width = '2000px';
            }
            """
        );
        var found = new List<string>();
        await Examine(stranger.Page, "nobody", "/sign-in", found);

        Assert.Contains(found, line => line.Contains("label", StringComparison.Ordinal));
        Assert.Contains(found, line => line.Contains("sideways", StringComparison.Ordinal));
    }

    private static async Task CallMeeting(Person secretary)
    {
        await secretary.Page.GotoAsync("/appointments/meetings");
        var day = TimeProvider.System.GetLocalNow().AddDays(9);
        await secretary.Fill("Дата и время", day.ToString("yyyy-MM-dd'T'10:00", System.Globalization.CultureInfo.InvariantCulture));
        await secretary.Fill("Место", "Малый зал");
        await secretary.Page.GetByRole(AriaRole.Button, new() { Name = "Назначить" }).ClickAsync();
    }

    /// <summary>Goes to the first address of the way, then on by the first link that leads there; gives where it ended.</summary>
    private static async Task<string?> Go(IPage page, string way)
    {
        var steps = way.Split(" > ");
        var path = steps[0];
        foreach (var step in steps.Skip(1))
        {
            await page.GotoAsync(path);
            var links = await page.Locator("main a[href]")
                .EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
            var next = links.FirstOrDefault(link =>
                step.StartsWith('/') && step is not ("/edit" or "/story")
                    ? Leads(link, step)
                    : link.EndsWith(step, StringComparison.Ordinal)
            );
            if (next is null)
                return null;
            path = next;
        }

        return path;
    }

    private static bool Leads(string link, string step) =>
        link.StartsWith(step, StringComparison.Ordinal) && link.Length > step.Length && !Action().IsMatch(link);

    private static async Task Look(IPage page, string user, string path, List<string> found)
    {
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
        await Examine(page, user, path, found);
    }

    private static async Task Examine(IPage page, string user, string path, List<string> found)
    {
        foreach (var width in (int[])[1280, 390])
        {
            await page.SetViewportSizeAsync(width, 900);
            // The run that knows no frames, which no page of ours has: the other one opens a window of its own each time.
#pragma warning disable CS0618
            var result = await page.Locator("html").RunAxeLegacy(Standards);
#pragma warning restore CS0618
            found.AddRange(
                from violation in result.Violations
                from node in violation.Nodes.Take(3)
                select $"{user} {path} at {width}: {violation.Id}: {node.Target} {node.Html}"
            );
            var reach = await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth");
            if (reach > width)
                found.Add($"{user} {path} at {width}: scrolls sideways, {reach} px");
        }
    }

    /// <summary>Links that do something or give a file, instead of showing a thing.</summary>
    [GeneratedRegex("/(new|messages|import|export|edit|compare|drawing|xml|meetings)$|[?#]")]
    private static partial Regex Action();
}
