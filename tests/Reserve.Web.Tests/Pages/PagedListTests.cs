using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reserve.Engine.Feel;
using Reserve.Mail;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.State;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Pages;

/// <summary>Every list that has pages turns them.</summary>
public sealed partial class PagedListTests(PagedListTests.Rows rows) : IClassFixture<PagedListTests.Rows>
{
    [Theory]
    [InlineData("/tasks", "Задача")]
    [InlineData("/tasks?view=Free", "Задача")]
    [InlineData("/tasks?q=дело", "Задача")]
    [InlineData("/candidates", "Имя")]
    [InlineData("/candidates?sort=-name", "Имя")]
    [InlineData("/candidates?sort=territory", "Имя")]
    [InlineData("/candidates?sort=stage", "Имя")]
    [InlineData("/candidates?sort=-stage", "Имя")]
    [InlineData("/candidates?sort=score", "Имя")]
    [InlineData("/candidates?sort=-score", "Имя")]
    [InlineData("/processes/paged", "Начат")]
    [InlineData("/processes/paged?all=true&status=running", "Начат")]
    [InlineData("/processes/desk", "Дело")]
    [InlineData("/processes/desk?q=дело", "Дело")]
    [InlineData("/processes/desk?process=paged&element=work", "Дело")]
    [InlineData("/processes/messages", "Сообщение")]
    public async Task A_list_by_key_shows_other_rows_further_on_and_the_same_ones_again_on_the_way_back(string path, string label)
    {
        using var client = await rows.SignedIn();
        var first = await client.Text(path);
        Assert.DoesNotContain("rel=\"prev\"", first, StringComparison.Ordinal);
        var second = await client.Text(Link(first, "next"));
        Assert.NotEmpty(RowsOf(second, label));
        Assert.Empty(RowsOf(first, label).Intersect(RowsOf(second, label)));
        Assert.Equal(RowsOf(first, label), RowsOf(await client.Text(Link(second, "prev")), label));
        Assert.Equal(RowsOf(first, label), RowsOf(await client.Text(Link(second, "first")), label));
        var last = second;
        while (last.Contains("rel=\"next\"", StringComparison.Ordinal))
            last = await client.Text(Link(last, "next"));
        Assert.NotEmpty(RowsOf(last, label));
    }

    [Theory]
    [InlineData("/journal")]
    [InlineData("/notifications")]
    [InlineData("/users")]
    [InlineData("/letters?state=Waiting")]
    [InlineData("/letters/aside")]
    [InlineData("/appointments")]
    [InlineData("/appointments/meetings")]
    [InlineData("/appointments/heads")]
    [InlineData("/state")]
    [InlineData("/processes/runs/{run}")]
    public async Task A_list_by_number_shows_other_rows_on_its_second_page(string path)
    {
        path = path.Replace("{run}", rows.Run.ToString(), StringComparison.Ordinal);
        using var client = await rows.SignedIn();
        var first = RowsOf(await client.Text(path));
        var second = RowsOf(await client.Text($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}page=2"));
        Assert.NotEmpty(second.Except(first));
        Assert.NotEmpty(first.Except(second));
    }

    [Theory]
    [InlineData("/tasks?after=nonsense")]
    [InlineData("/candidates?after=nonsense")]
    [InlineData("/candidates?before=01990000-0000-7000-8000-000000000000")]
    [InlineData("/processes/paged?before=9.9.9")]
    [InlineData("/processes/desk?after=nonsense")]
    [InlineData("/processes/desk?before=n.00000000000000000000000000000000.-1")]
    [InlineData("/processes/messages?after=n.00000000000000000000000000000000.-1")]
    [InlineData("/users?page=2147483647")]
    [InlineData("/journal?page=-5")]
    [InlineData("/letters?page=999999999")]
    public async Task A_place_that_the_list_has_not_is_no_error(string path)
    {
        using var client = await rows.SignedIn();
        Assert.Equal(HttpStatusCode.OK, (await client.Get(path)).StatusCode);
    }

    [Fact]
    public void No_page_binds_the_name_of_a_route_value()
    {
        var bound = typeof(ReserveDb).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PageModel))).SelectMany(BoundToRoute);
        Assert.Empty(bound);
        Assert.Equal([nameof(BoundWrongly.Number)], BoundToRoute(typeof(BoundWrongly)));
    }

    /// <summary>The route value <c>page</c> is the page's path, and wins over the query: such a property never gets its number.</summary>
    private static IEnumerable<string> BoundToRoute(Type model) =>
        from property in model.GetProperties()
        from bind in property.GetCustomAttributes(typeof(BindPropertyAttribute), inherit: true).Cast<BindPropertyAttribute>()
        where (bind.Name ?? property.Name).ToUpperInvariant() is "PAGE" or "AREA" or "HANDLER"
        select property.Name;

    private static string Link(string page, string relation)
    {
        var link = Regex.Match(page, $"href=\"([^\"]+)\" rel=\"{relation}\"");
        Assert.True(link.Success, $"There is no link {relation}.");
        return WebUtility.HtmlDecode(link.Groups[1].Value);
    }

    /// <summary>The rows of the table that has a column of this name; without a name of all tables and lists.</summary>
    private static List<string> RowsOf(string page, string label = "") =>
        [
            .. Row()
                .Matches(page)
                .Select(row => row.Value)
                .Where(row => label.Length == 0 || row.Contains($"data-label=\"{label}", StringComparison.Ordinal)),
        ];

    [GeneratedRegex("<tr>\\s*<td.*?</tr>|<li class=\"list-group-item.*?</li>", RegexOptions.Singleline)]
    private static partial Regex Row();

    private sealed class BoundWrongly : PageModel
    {
        [BindProperty(SupportsGet = true, Name = "page")]
        public int Number { get; set; }
    }

    /// <summary>A site with more rows in each list than a page holds.</summary>
    public sealed class Rows : IAsyncLifetime
    {
        private readonly SiteFixture site = new();

        public Guid Run { get; private set; }

        public async ValueTask InitializeAsync()
        {
            await site.InitializeAsync();
            await site.Start();
            var person = await site.CreateUser("reader", "RU.74", Roles.Administrator, Roles.HrOfficer);
            Run = await site.AsSystem(StartRun);
            await using var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(site.OwnerConnectionString) { Pooling = false }.ConnectionString
            );
            await connection.OpenAsync();
            await using var insert = new NpgsqlCommand(PagedListSql.Insert, connection)
            {
                Parameters = { new("run", Run), new("person", person.Id), new("now", site.Clock.GetUtcNow()) },
            };
            await insert.ExecuteNonQueryAsync();
            await SetLettersAside();
        }

        private async Task SetLettersAside()
        {
            var mail = site.App.Services.GetRequiredService<DataPlace>().Mail;
            var folders = new MailFolders(mail);
            await folders.ListAsync(CancellationToken.None);
            for (var i = 0; i < 60; i++)
            {
                var name = $"letter-{i}.eml";
                await File.WriteAllTextAsync(Path.Combine(mail, "inbox", name), $"From: aside@example.org\nSubject: Letter {i}\n\ntext\n");
                await folders.SetAsideAsync(name, "проба", CancellationToken.None);
            }
        }

        public ValueTask DisposeAsync() => site.DisposeAsync();

        public async Task<SiteClient> SignedIn()
        {
            var client = await site.Client();
            await client.SignIn("reader");
            return client;
        }

        private static async Task<Guid> StartRun(IServiceProvider services)
        {
            var db = services.GetRequiredService<ReserveDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var stamp = services.GetRequiredService<Caller>().Stamp();
            await services
                .GetRequiredService<Deployment>()
                .Deploy(
                    new TestProcess("paged").Start().User("work", ("role", "\"HrOfficer\"")).End().Bundle(),
                    null,
                    Deployment.Shipped,
                    stamp,
                    CancellationToken.None
                );
            var run = await services
                .GetRequiredService<ProcessRuntime>()
                .Start("paged", new StartFacts("RU.74"), FeelContext.Empty, stamp, CancellationToken.None);
            await transaction.CommitAsync();
            return run.Value.Value;
        }
    }
}
