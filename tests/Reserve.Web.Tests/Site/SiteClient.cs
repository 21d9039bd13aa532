using System.Net;
using System.Text.RegularExpressions;

namespace Reserve.Web.Tests.Site;

/// <summary>A browser without scripts: keeps cookies, follows redirects, sends forms with their antiforgery token.</summary>
public sealed partial class SiteClient(Uri address) : IDisposable
{
    private readonly HttpClient http = new(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };

    public void Dispose() => http.Dispose();

    public Task<HttpResponseMessage> Get(string path) => http.GetAsync(new Uri(path, UriKind.Relative));

    public Task<string> Text(string path) => http.GetStringAsync(new Uri(path, UriKind.Relative));

    /// <summary>Opens the page, then posts the fields with the token of its first form.</summary>
    public async Task<HttpResponseMessage> Post(string path, string? handler = null, params (string Name, string Value)[] fields)
    {
        var page = await Get(path);
        var token = Token().Match(await page.Content.ReadAsStringAsync());
        Assert.True(token.Success, $"{path} ({page.StatusCode}) has no form.");
        var all = fields
            .Select(field => KeyValuePair.Create(field.Name, field.Value))
            .Append(KeyValuePair.Create("__RequestVerificationToken", token.Groups[1].Value));
        using var content = new FormUrlEncodedContent(all);
        return await http.PostAsync(new Uri(handler is null ? path : $"{path}?handler={handler}", UriKind.Relative), content);
    }

    /// <summary>Opens a page; gives its address and the token of its first form.</summary>
    public async Task<(string Address, string Token)> Form(string path) => (path, Token().Match(await Text(path)).Groups[1].Value);

    /// <summary>Posts fields with a token of a page that was opened before.</summary>
    public async Task<HttpResponseMessage> Send(string path, string token, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(
            fields
                .Select(field => KeyValuePair.Create(field.Name, field.Value))
                .Append(KeyValuePair.Create("__RequestVerificationToken", token))
        );
        return await http.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    public async Task<HttpResponseMessage> PostWithoutToken(string path)
    {
        using var content = new FormUrlEncodedContent([]);
        return await http.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    /// <summary>Opens the page, then posts fields and a file.</summary>
    public async Task<HttpResponseMessage> PostFile(
        string path,
        string field,
        string fileName,
        byte[] bytes,
        params (string Name, string Value)[] fields
    )
    {
        var token = Token().Match(await Text(path)).Groups[1].Value;
        using var content = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" },
            { new ByteArrayContent(bytes), field, fileName },
        };
        foreach (var (name, value) in fields)
            content.Add(new StringContent(value), name);
        return await http.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    public async Task<HttpResponseMessage> SignIn(string name, string password = SiteFixture.Password) =>
        await Post("/sign-in", null, ("UserName", name), ("Password", password));

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
