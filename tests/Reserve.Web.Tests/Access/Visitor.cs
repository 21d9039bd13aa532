using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Access;

internal sealed record Attempt(string Name, HttpMethod Method, string Address);

/// <summary>Somebody with a browser that follows no redirect, who tells what came of a request.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient http;
    private readonly World world;
    private readonly string name;
    private string token = "";

    private Visitor(World world, string name, Uri address)
    {
        (this.world, this.name) = (world, name);
        http = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false })
        {
            BaseAddress = address,
        };
    }

    public static async Task<Visitor> Of(World world, string name, string territory, string role)
    {
        await world.Site.CreateUser(name, territory, role);
        var visitor = await Stranger(world, name);
        var answer = await visitor.Post("/sign-in", ("UserName", name), ("Password", SiteFixture.Password));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        await visitor.TakeToken("/notifications");
        return visitor;
    }

    public static async Task<Visitor> Stranger(World world, string name = "")
    {
        var address = world.Site.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var visitor = new Visitor(world, name, new Uri(address));
        await visitor.TakeToken("/sign-in");
        return visitor;
    }

    public void Dispose() => http.Dispose();

    public async Task<string> Try(Attempt one)
    {
        var before = one.Method == HttpMethod.Get ? 0 : await world.Value<long>("select coalesce(max(id), 0) from audit_events");
        using var answer =
            one.Method == HttpMethod.Get
                ? await http.GetAsync(new Uri(one.Address, UriKind.Relative))
                : await Post(one.Address, Fields(one.Address));
        var place = answer.Headers.Location?.OriginalString ?? "";
        if ((int)answer.StatusCode >= 500)
            return $"fault {(int)answer.StatusCode}";
        if (name.Length > 0 && !IsKeptNowhere(answer))
            return "fault kept by the browser";
        if (IsTo(place, "/sign-in"))
            return "sign-in";
        if (IsTo(place, "/denied") || answer.StatusCode == HttpStatusCode.Forbidden)
            return OutcomeTable.Denied;
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return "absent";
        if (one.Method == HttpMethod.Get)
        {
            var text = await answer.Content.ReadAsStringAsync();
            return World.Marks.Any(mark => text.Contains(mark, StringComparison.Ordinal)) ? "shows" : "opens";
        }

        return await Done(before) ?? "opens";
    }

    /// <summary>The address with a sign that PostgreSQL does not take, in every field that any list has.</summary>
    public async Task<int> WithNulls(string address)
    {
        var joined = address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?");
        var nulls = string.Join('&', Lists.Select(field => $"{field}=%00a%00"));
        using var some = await http.GetAsync(new Uri(joined + nulls, UriKind.Relative));
        using var search = await http.GetAsync(new Uri(joined + "q=%00&who=%00&search=%00", UriKind.Relative));
        return Math.Max((int)some.StatusCode, (int)search.StatusCode);
    }

    private static readonly string[] Lists =
    [
        "q",
        "who",
        "what",
        "search",
        "after",
        "before",
        "territory",
        "sort",
        "state",
        "status",
        "role",
        "process",
        "key",
        "code",
        "set",
        "view",
        "zone",
        "stage",
        "page",
        "returnUrl",
        "number",
        "%00",
    ];

    private static bool IsKeptNowhere(HttpResponseMessage answer) =>
        answer.Headers.CacheControl is { NoStore: true } || answer.Headers.CacheControl?.ToString().Contains("immutable") == true;

    private static bool IsTo(string place, string path) =>
        (Uri.TryCreate(place, UriKind.Absolute, out var whole) ? whole.AbsolutePath : place.Split('?')[0]) == path;

    /// <summary>What the journal says of it; null when nothing.</summary>
    private async Task<string?> Done(long before)
    {
        var rows = await world.Value<string>(
            $"""
            select coalesce(string_agg(outcome || coalesce(' ' || refusal, ''), ';'), '') from audit_events
            where id > {before} and user_name = '{name}'
            """
        );
        return rows switch
        {
            "" => null,
            _ when rows.Contains("NotAllowed", StringComparison.Ordinal) => OutcomeTable.Denied,
            _ when rows.Contains("OutsideTerritory", StringComparison.Ordinal) || rows.Contains("NotThere", StringComparison.Ordinal) =>
                "outside",
            _ => "reached",
        };
    }

    /// <summary>What the forms of any page ask for, about what there is in the world.</summary>
    private (string, string)[] Fields(string address) =>
        [
            // On other pages these are what the address names.
            .. address.StartsWith("/letters", StringComparison.Ordinal)
                ? [("id", world.Letter.Value.ToString()), ("key", "x")]
                : Array.Empty<(string, string)>(),
            ("territory", World.Own),
            ("municipality", World.Own),
            ("position", "Директор"),
            ("incident", world.Incident.Value.ToString()),
            ("sender", (name.EndsWith("above", StringComparison.Ordinal) ? world.SecondSender : world.Sender.Value).ToString()),
            ("member", world.Member.Value.ToString()),
            ("user", world.Person.Id.ToString()),
            ("meeting", world.Meeting.Value.ToString()),
            ("hold", world.Hold.Value.ToString()),
            ("reason", "Проба"),
            ("note", "Проба"),
            ("xml", "<x/>"),
        ];

    private async Task<HttpResponseMessage> Post(string address, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(
            fields
                .Select(field => KeyValuePair.Create(field.Name, field.Value))
                .Append(KeyValuePair.Create("__RequestVerificationToken", token))
        );
        return await http.PostAsync(new Uri(address, UriKind.Relative), content);
    }

    private async Task TakeToken(string path)
    {
        var page = await http.GetStringAsync(new Uri(path, UriKind.Relative));
        token = Token().Match(page).Groups[1].Value;
        Assert.NotEmpty(token);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
