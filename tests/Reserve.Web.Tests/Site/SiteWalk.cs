using System.Net;
using System.Text.RegularExpressions;

namespace Reserve.Web.Tests.Site;

/// <summary>
/// Somebody who opens every page that the pages lead to: links, and what scripts would load. Of pages that differ only in an id
/// or a number a few are enough.
/// </summary>
internal sealed partial class SiteWalk(Uri address, string? user) : IDisposable
{
    private const int OfEachShape = 2;
    private readonly SiteClient client = new(address);
    private readonly HashSet<string> seen = [];
    private readonly Dictionary<string, int> shapes = [];
    private readonly List<string> opened = [];
    private readonly List<string> failures = [];

    public IReadOnlyList<string> Opened => opened;

    /// <summary>Addresses that answered with an error of ours.</summary>
    public IReadOnlyList<string> Failures => failures;

    /// <summary>Where a page leads on this site, and what its scripts would load.</summary>
    public static IEnumerable<string> LinksOf(string page) =>
        Link().Matches(page).Select(link => WebUtility.HtmlDecode(link.Groups[1].Value));

    public static string Shape(string path) => Query().Replace(Variable().Replace(path, "*"), "=*");

    public void Dispose() => client.Dispose();

    public async Task SignIn(string password)
    {
        if (user is not null)
            Assert.Equal(HttpStatusCode.OK, (await client.SignIn(user, password)).StatusCode);
    }

    public async Task Follow()
    {
        // The page behind the code on a paper is linked from nowhere.
        var waiting = new Queue<string>(["/", "/health", "/confirm"]);
        while (waiting.TryDequeue(out var path))
        {
            var shape = Shape(path);
            if (!seen.Add(path) || shapes.GetValueOrDefault(shape) >= OfEachShape)
                continue;
            shapes[shape] = shapes.GetValueOrDefault(shape) + 1;
            foreach (var link in LinksOf(await Open(path)))
                waiting.Enqueue(link);
        }
    }

    public async Task Open(IEnumerable<string> paths)
    {
        foreach (var path in paths.Where(path => !shapes.ContainsKey(Shape(path))))
            await Open(path);
    }

    private async Task<string> Open(string path)
    {
        using var answer = await client.Get(path);
        if ((int)answer.StatusCode >= 500)
            failures.Add($"{path} as {user ?? "nobody"}: {(int)answer.StatusCode}");
        if (!answer.IsSuccessStatusCode)
            return "";
        opened.Add(path);
        return answer.Content.Headers.ContentType?.MediaType == "text/html" ? await answer.Content.ReadAsStringAsync() : "";
    }

    [GeneratedRegex("""\s(?:href|hx-get|data-[a-z-]*url)="(/(?!/|dist/)[^"#]*)""")]
    private static partial Regex Link();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}|RU(?:\\.[0-9]+)*|[0-9]+")]
    private static partial Regex Variable();

    [GeneratedRegex("=[^&]*")]
    private static partial Regex Query();
}
