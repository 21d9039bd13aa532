using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Reserve.Web.Data.Schema;
using Reserve.Web.Demo;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Data;

/// <summary>
/// A database of an earlier commit, with its people, cases and papers, is brought up and works; each later change has to pass here too.
/// </summary>
public sealed class UpgradeTests(UpgradedDatabase old) : IClassFixture<UpgradedDatabase>
{
    /// <summary>Pages that no link leads to on that database, and why.</summary>
    private static readonly Dictionary<string, string> Unlinked = new()
    {
        ["error/{code:int}"] = "is shown in place of another page",
        ["denied"] = "is shown in place of another page",
        ["sign-out"] = "takes a form only",
        ["sign-in/code"] = "needs a right password first",
        ["sign-in/link/{token}"] = "is told to one person, once",
        ["language"] = "takes a form only",
        ["appointments/case/{id:guid}/act"] = "needs a case that waits for its act, of a process that lets the region enter it",
        ["appointments/documents/{id:guid}"] = "needs a file of a case",
        ["appointments/opinions/{id:guid}"] = "needs a file beside an opinion",
        ["appointments/documents/{id:guid}/view"] = "needs a file of a case",
        ["appointments/questions/{id:guid}"] = "needs a question of a sitting",
        ["briefs/{id:guid}"] = "needs a request for a brief",
        ["tasks/begin"] = "needs a process that people begin",
        ["processes/{key}/convert"] = "needs a drawing of another program",
        ["processes/{key}/template/{paper:guid?}"] = "needs a process with templates",
        ["processes/{key}/regression"] = "needs a process with templates",
        ["processes/{key}/migrate"] = "needs two versions of a process",
        ["processes/acts/{id:guid}"] = "needs cases that were looked at together",
        ["processes/migrations/{id:guid}"] = "needs cases that were taken over",
        ["tasks/{run:guid}/{wait:int}/works"] = "needs a run in an ad-hoc subprocess",
        ["rules/{process}/{file}/compare"] = "needs two versions of a rule",
        ["rules/{process}/{file}/trial"] = "needs a draft of a rule",
        ["monitoring/formulas/{kind}/{of}/{code}/compare"] = "needs two versions of a formula",
        ["monitoring/formulas/{kind}/{of}/{code}/trial"] = "needs a draft of a formula",
    };

    [Fact]
    public async Task The_upgraded_database_is_made_of_what_a_fresh_one_is_made_of()
    {
        Assert.Contains("500-runtime.sql", old.Migrated.Scripts);
        Assert.Empty((await SchemaCheck.Look(old.ConnectionString)).Differences);
    }

    [Fact]
    public async Task No_row_is_lost_on_the_way()
    {
        Assert.True(old.RowsBefore["candidates"] > 100 && old.RowsBefore["papers"] > 50, "The dump holds the demonstration.");
        var after = await old.Rows();
        Assert.Empty(old.RowsBefore.Where(table => after.GetValueOrDefault(table.Key) < table.Value).Select(table => table.Key));
    }

    [Fact]
    public async Task What_the_scripts_carry_over_they_see_though_early_versions_forced_policies_upon_the_owner()
    {
        await using var db = NpgsqlDataSource.Create(old.OwnerConnectionString);
        await using var command = db.CreateCommand(
            """
            select (select count(*) from candidates where person_id is null)
                + (select count(*) from appointment_cases where person_id is null)
                + (select count(*) from current_heads where person_id is null),
                (select count(*) from persons)
            """
        );
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, reader.GetInt64(0));
        Assert.True(reader.GetInt64(1) >= old.RowsBefore["candidates"], "Every candidate is a person.");
    }

    [Fact]
    public async Task Every_page_opens_for_everybody()
    {
        var folder = Directory.CreateTempSubdirectory("reserve-upgraded-").FullName;
        var opened = new OpenedPages();
        await using (var app = Site(folder, opened))
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            var walks = DemoUsers
                .All.DistinctBy(user => user.Role)
                .Select(user => new SiteWalk(address, user.UserName))
                .Append(new SiteWalk(address, null))
                .Concat(InEnglish.Select(role => new SiteWalk(address, UserOf(role), inEnglish: true)))
                .ToArray();
            foreach (var walk in walks)
                await walk.SignIn(DemoUsers.Password);
            await Parallel.ForEachAsync(walks, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (walk, _) => await walk.Follow());
            // What one has found the others open too, though nothing leads them there.
            var all = walks.SelectMany(walk => walk.Opened).DistinctBy(SiteWalk.Shape).ToArray();
            await Parallel.ForEachAsync(walks, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (walk, _) => await walk.Open(all));

            foreach (var walk in walks)
                walk.Dispose();
            Assert.Empty(walks.SelectMany(walk => walk.Failures));
            Assert.Empty(walks.SelectMany(walk => walk.Denied));
            Assert.Empty(walks.SelectMany(walk => walk.Faults).Distinct());
            foreach (var told in SourceWords.Among(walks.SelectMany(walk => walk.Lines)))
                TestContext.Current.TestOutputHelper?.WriteLine(told);
            var pages = app
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
                .Select(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/'))
                .ToHashSet();
            Assert.Empty(pages.Except(opened.Patterns).Except(Unlinked.Keys));
            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static readonly string[] InEnglish = [Web.Access.Roles.Administrator, Web.Access.Roles.HrOfficer];

    private static string UserOf(string role) => DemoUsers.All.First(user => user.Role == role).UserName;

    private WebApplication Site(string folder, OpenedPages opened) =>
        Web.Site.Build(
            ["--urls=http://127.0.0.1:0", "--Runtime:Workers=0", "--Preview:Office=no-such-program"],
            old.ConnectionString,
            folder,
            services =>
            {
                services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 6, 0, 0, TimeSpan.Zero)));
                services.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter>(opened);
            }
        );

    /// <summary>Remembers which pages have answered with themselves, not with a refusal.</summary>
    private sealed class OpenedPages : Microsoft.AspNetCore.Hosting.IStartupFilter
    {
        private readonly ConcurrentDictionary<string, bool> patterns = new();

        public IEnumerable<string> Patterns => patterns.Keys;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    async (context, further) =>
                    {
                        await further();
                        if (
                            context.Response.StatusCode == 200
                            && context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } pattern }
                        )
                            patterns[pattern.TrimStart('/')] = true;
                    }
                );
                next(app);
            };
    }
}
