namespace Reserve.Web.Access.Account;

/// <summary>What a person recognises of what a browser calls itself.</summary>
internal static class BrowserName
{
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("YaBrowser/", "Яндекс Браузер"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];

    /// <summary>"Chrome, Windows"; empty when nothing is recognised.</summary>
    public static string Of(string? agent) =>
        string.Join(", ", new[] { First(Browsers, agent), First(Systems, agent) }.Where(name => name is not null));

    private static string? First((string Mark, string Name)[] names, string? agent) =>
        names.FirstOrDefault(pair => agent?.Contains(pair.Mark, StringComparison.Ordinal) == true).Name;
}
