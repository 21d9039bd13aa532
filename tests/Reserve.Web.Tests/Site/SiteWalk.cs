using System.Net;
using System.Text.RegularExpressions;

namespace Reserve.Web.Tests.Site;

/// <summary>
/// Somebody who opens every page that the pages lead to: links, and what scripts would load. Of pages that differ only in an id
/// or a number a few are enough.
/// </summary>
internal sealed partial class SiteWalk(Uri address, string? user, bool inEnglish = false) : IDisposable
{
    private const int OfEachShape = 2;
    private readonly SiteClient client = new(address);
    private readonly HashSet<string> seen = [];
    private readonly Dictionary<string, int> shapes = [];
    private readonly List<string> opened = [];
    private readonly List<string> failures = [];
    private readonly List<string> denied = [];
    private readonly List<string> faults = [];
    private readonly List<string> lines = [];
    private readonly Dictionary<string, string> from = [];

    public IReadOnlyList<string> Opened => opened;

    /// <summary>Addresses that answered with an error of ours.</summary>
    public IReadOnlyList<string> Failures => failures;

    /// <summary>Links of pages that led to a refusal.</summary>
    public IReadOnlyList<string> Denied => denied;

    /// <summary>What pages showed that none may (<see cref="PageFaults"/>).</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>Every line that was read, with its page.</summary>
    public IReadOnlyList<string> Lines => lines;

    /// <summary>Where a page leads on this site, and what its scripts would load.</summary>
    public static IEnumerable<string> LinksOf(string page, string path) =>
        Link()
            .Matches(page)
            .Select(link => WebUtility.HtmlDecode(link.Groups[1].Value))
            .Select(link => link.StartsWith('?') ? path.Split('?')[0] + link : link);

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
        if (inEnglish)
            client.Keep(".AspNetCore.Culture", "c%3Den-GB%7Cuic%3Den-GB");
        while (waiting.TryDequeue(out var path))
        {
            var shape = Shape(path);
            if (!seen.Add(path) || shapes.GetValueOrDefault(shape) >= OfEachShape)
                continue;
            shapes[shape] = shapes.GetValueOrDefault(shape) + 1;
            var page = await Open(path);
            foreach (var link in LinksOf(page, path))
                waiting.Enqueue(link);
            foreach (Match link in Anchor().Matches(page))
                from.TryAdd(WebUtility.HtmlDecode(link.Groups[1].Value), path);
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
        if (answer.StatusCode == HttpStatusCode.Forbidden && from.TryGetValue(path, out var page))
            denied.Add($"{path} as {user ?? "nobody"}, linked from {page}");
        if (!answer.IsSuccessStatusCode)
            return "";
        opened.Add(path);
        if (answer.Content.Headers.ContentType?.MediaType != "text/html")
            return "";
        var text = await answer.Content.ReadAsStringAsync();
        faults.AddRange(PageFaults.Of(text).Select(fault => $"{path} as {user ?? "nobody"}: {fault}"));
        if (inEnglish)
            lines.AddRange(PageFaults.TextOf(text).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return text;
    }

    [GeneratedRegex("""\s(?:href|hx-get|data-[a-z-]*url)="((?:/(?!/|dist/)|\?)[^"#]*)""")]
    private static partial Regex Link();

    [GeneratedRegex("<a\\s[^>]*?href=\"(/(?!/|dist/)[^\"#]*)\"")]
    private static partial Regex Anchor();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}|RU(?:\\.[0-9]+)*|[0-9]+")]
    private static partial Regex Variable();

    [GeneratedRegex("=[^&]*")]
    private static partial Regex Query();
}
