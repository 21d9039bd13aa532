using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Reserve.Web.Tests.Site;

/// <summary>A browser without scripts: keeps cookies, follows redirects, sends forms with their antiforgery token.</summary>
public sealed partial class SiteClient : IDisposable
{
    private readonly Uri address;
    private readonly CookieContainer cookies = new();
    private readonly HttpClient http;

    /// <param name="address">The site.</param>
    /// <param name="from">The address of this machine from which it is asked; any of 127.0.0.0/8 will do.</param>
    public SiteClient(Uri address, IPAddress? from = null)
    {
        this.address = address;
        http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, ConnectCallback = (to, end) => Connect(to, from, end) })
        {
            BaseAddress = address,
        };
    }

    public void Dispose() => http.Dispose();

    /// <summary>Sent with every request from now on.</summary>
    public System.Net.Http.Headers.HttpRequestHeaders Headers => http.DefaultRequestHeaders;

    public CookieCollection Cookies => cookies.GetCookies(address);

    public Uri Address => address;

    /// <summary>A cookie that the site has not given in this browser.</summary>
    public void Keep(string name, string value) => cookies.Add(new Cookie(name, value, "/", address.Host));

    /// <summary>Somebody who has copied all cookies of this browser.</summary>
    public SiteClient Thief()
    {
        var thief = new SiteClient(address);
        thief.cookies.Add(Cookies);
        return thief;
    }

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
        var mark = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return await http.PostAsync(new Uri(handler is null ? path : $"{path}{mark}handler={handler}", UriKind.Relative), content);
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
        return await Send(path, content);
    }

    public Task<HttpResponseMessage> Send(string path, HttpContent content) => http.PostAsync(new Uri(path, UriKind.Relative), content);

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

    internal static async ValueTask<Stream> Connect(SocketsHttpConnectionContext to, IPAddress? from, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (from is not null)
            socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(to.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
