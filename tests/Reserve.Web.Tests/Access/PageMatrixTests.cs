using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Features.Journal;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Access;

/// <summary>
/// Every address of the running site with each of its handlers, asked for by every role of the own region, of those above, below and beside
/// it, and by somebody who has not signed in.
/// </summary>
public sealed partial class PageMatrixTests(World world) : IClassFixture<World>
{
    private static readonly string[] Heading =
    [
        "Every address and handler, about something of RU.74: the roles, and what they get when they are of",
        "RU.74 (own), RU (above), RU.74.05 (below), RU.66 (foreign). A role that is not named is denied; so is a stranger where the last",
        "column does not say otherwise.",
        "shows: an answer with something of the region's people in it; opens: one without; absent: no such page for them;",
        "reached: a command was carried out or refused by its own rules; outside: refused by territory; denied: refused by role.",
    ];

    [Fact]
    public async Task Every_address_answers_as_the_table_says()
    {
        var site = world.Site;
        await site.Start();
        var tries = (await Tries()).ToList();
        Assert.Equal(tries.Count, tries.Select(one => one.Name).Distinct().Count());
        var people = new List<(string Role, string Place, Visitor Visitor)>();
        foreach (var role in Roles.All)
        {
            foreach (var (place, territory) in World.Places)
                people.Add((role, place, await Visitor.Of(world, $"{role}-{place}".ToLowerInvariant(), territory, role)));
        }

        using var stranger = await Visitor.Stranger(world);
        var found = new List<(string, IReadOnlyDictionary<string, string[]>)>();
        foreach (var one in tries)
        {
            var strange = await stranger.Try(one);
            var outcomes = new Dictionary<(string, string), string>();
            // Those beside first: what those of the region do may end what they look for.
            foreach (var (role, place, visitor) in people.OrderByDescending(person => IndexOf(person.Place)))
                outcomes[(role, place)] = await visitor.Try(one);
            found.Add(
                (
                    one.Name + (strange == "sign-in" ? "" : $" [stranger: {strange}]"),
                    Roles.All.ToDictionary(role => role, role => World.Places.Select(at => outcomes[(role, at.Place)]).ToArray())
                )
            );
        }

        foreach (var (_, _, visitor) in people)
            visitor.Dispose();
        var faults = found.SelectMany(row =>
            row.Item2.Values.SelectMany(all => all).Where(IsFault).Select(fault => $"{row.Item1}: {fault}")
        );
        Assert.Empty(faults.Distinct());
        var differences = await OutcomeTable.Differences("pages.txt", Heading, OutcomeTable.Rows(found));
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        await EverythingIsNamed();
    }

    [Fact]
    public async Task A_sign_that_no_text_holds_is_an_empty_search_everywhere()
    {
        await world.Site.Start();
        var addresses = (await Tries()).Where(one => one.Method == HttpMethod.Get).Select(one => one.Address).ToList();
        var faults = new List<string>();
        foreach (var role in (string[])[Roles.Administrator, Roles.HrOfficer, Roles.CommissionSecretary])
        {
            using var visitor = await Visitor.Of(world, $"nulls-{role}".ToLowerInvariant(), "RU", role);
            foreach (var address in addresses)
            {
                if (await visitor.WithNulls(address) is >= 500 and var status)
                    faults.Add($"{address} as {role}: {status}");
            }
        }

        Assert.Empty(faults);
    }

    /// <summary>All that was done here stands in the journal under Russian names.</summary>
    private async Task EverythingIsNamed()
    {
        var acts = (await world.Value<string[]>("select array_agg(distinct command) from audit_events"))!;
        var names = new CommandNames();
        Assert.True(acts.Length > 40, $"only {acts.Length} acts");
        Assert.DoesNotContain(acts, act => !names.Of(act).Any(letter => letter is >= 'А' and <= 'я'));
        Assert.Contains("PageDenied", acts);
        foreach (
            var read in (string[])["ViewCase", "ViewRun", "ViewTask", "ViewCandidate", "ExportJournal", "ExportCandidates", "ReadPaper"]
        )
            Assert.Contains(read, acts);
    }

    private static int IndexOf(string place) => World.Places.Select(at => at.Place).ToList().IndexOf(place);

    private static bool IsFault(string outcome) => outcome.StartsWith("fault", StringComparison.Ordinal);

    private async Task<IEnumerable<Attempt>> Tries()
    {
        var services = world.Site.App.Services;
        var loader = services.GetRequiredService<PageLoader>();
        var tries = new List<Attempt>();
        foreach (var endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            var address = AddressOf(endpoint.RoutePattern.RawText!, pattern);
            address += address.EndsWith("/compare", StringComparison.Ordinal)
                ? address.Contains("formulas", StringComparison.Ordinal)
                    ? "?from=1"
                    : $"?from={world.Definition}&to={world.Definition}"
                : "";
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page)
            {
                tries.Add(new Attempt($"GET {pattern}", HttpMethod.Get, address));
                continue;
            }

            foreach (var handler in (await loader.LoadAsync(page, endpoint.Metadata)).HandlerMethods)
            {
                var query = handler.Name is null
                    ? ""
                    : (address.Contains('?', StringComparison.Ordinal) ? "&" : "?")
                        + $"handler={handler.Name}{(handler.Name == "File" ? $"&v={world.Definition}" : "")}";
                tries.Add(
                    new Attempt(
                        $"{handler.HttpMethod.ToUpperInvariant()} {pattern}{(handler.Name is null ? "" : $" {handler.Name}")}",
                        new HttpMethod(handler.HttpMethod.ToUpperInvariant()),
                        address + query
                    )
                );
            }
        }

        // Whoever signs out or ends their sessions is a stranger afterwards.
        return tries
            .DistinctBy(one => one.Name)
            .OrderBy(one => one.Address == "/sign-out")
            .ThenBy(one => one.Address.StartsWith("/account", StringComparison.Ordinal))
            .ThenBy(one => one.Name, StringComparer.Ordinal);
    }

    /// <summary>The address of something of the world; a parameter that nothing is known for has no cell, and fails.</summary>
    private string AddressOf(string raw, string pattern)
    {
        var filled = Parameter()
            .Replace(
                pattern,
                match =>
                    (raw.TrimStart('/'), match.Groups[1].Value) switch
                    {
                        (var path, "id") when path.StartsWith("appointments/case/", StringComparison.Ordinal) =>
                            world.Case.Value.ToString(),
                        (var path, "id") when path.StartsWith("appointments/documents/", StringComparison.Ordinal) =>
                            world.Document.Value.ToString(),
                        ("appointments/opinions/{id:guid}", _) => world.OpinionFile.Value.ToString(),
                        ("appointments/questions/{id:guid}", _) => world.Question.Value.ToString(),
                        ("briefs/{id:guid}", _) => world.Brief.Value.ToString(),
                        ("appointments/meetings/{id:guid}" or "appointments/meetings/{id:guid}/screen", _) =>
                            world.Meeting.Value.ToString(),
                        ("appointments/heads/{id:guid}", _) => world.Head.Value.ToString(),
                        ("appointments/heads/tenure/{id:guid}", _) => world.Tenure.Value.ToString(),
                        ("appointments/heads/import/{id:guid?}", _) => Guid.Empty.ToString(),
                        ("people/{id:guid}", _) => world.Record.Value.ToString(),
                        ("posts/card/{id:guid?}", _) => world.Post.Value.ToString(),
                        (_, "paper") => world.CandidatePaper.Value.ToString(),
                        ("candidates/import/{id:guid?}", _) => Guid.Empty.ToString(),
                        (var path, "id") when path.StartsWith("candidates", StringComparison.Ordinal) => world.Candidate.Value.ToString(),
                        ("papers/{id:guid}" or "papers/{id:guid}/pages", _) => world.Paper.Value.ToString(),
                        ("processes/runs/{id:guid}" or "processes/runs/{id:guid}/story", _) => world.Run.Value.ToString(),
                        ("processes/migrations/{id:guid}", _) => world.Migration.ToString(),
                        ("processes/acts/{id:guid}", _) => world.BulkAct.Value.ToString(),
                        ("users/card/{id:guid?}", _) => world.Person.Id.ToString(),
                        ("tasks/{run:guid}/{wait:int}/works", "run") => world.Works.Run.Value.ToString(),
                        ("tasks/{run:guid}/{wait:int}/works", _) => world.Works.Task.ToString(
                            System.Globalization.CultureInfo.InvariantCulture
                        ),
                        (_, "run") => world.Run.Value.ToString(),
                        (_, "wait") => world.Task.ToString(System.Globalization.CultureInfo.InvariantCulture),
                        (_, "kind") => "rating",
                        (_, "of") => World.Own,
                        (_, "path") => World.Own,
                        ("error/{code:int}", _) => "404",
                        (_, "code") => "total",
                        (_, "key" or "process") => "reserve-cycle",
                        (_, "file") => "zone",
                        (_, "definition") => world.Definition.ToString(),
                        (_, "number" or "token") => "X",
                        _ => throw new InvalidOperationException($"Nothing is known for {match.Value} of {raw}: add it here."),
                    }
            );
        // Among all the visitors the person might stand on the second page.
        if (filled == "/users")
            return "/users?q=zapoved";
        return
            (filled.EndsWith("/edit", StringComparison.Ordinal) || filled.EndsWith("/convert", StringComparison.Ordinal))
            && !filled.Contains("formulas", StringComparison.Ordinal)
            ? filled + "?territory=" + World.Own
            : filled;
    }

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}
