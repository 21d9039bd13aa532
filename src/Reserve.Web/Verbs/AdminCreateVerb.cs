using System.Text.Encodings.Web;
using System.Text.Json;
using MediatR;
using Microsoft.Extensions.Options;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;
using Reserve.Web.Features.Papers;
using Reserve.Web.Features.Users;

namespace Reserve.Web.Verbs;

/// <summary>
/// <c>reserve admin create NAME --display-name TEXT</c>: makes an administrator, and prints a one-time link by which that person chooses a
/// password; with <c>--password-stdin</c> the first line of standard input is the password. Never an argument: others on the machine read
/// those.
/// </summary>
internal static class AdminCreateVerb
{
    private const string Stdin = "--password-stdin";

    private const string Usage = """
        reserve admin create NAME --display-name TEXT [--territory PATH] [--email ADDRESS] [--password-stdin] [--data DIR] [--address URL]
          makes an administrator of PATH (RU, the federation, if none is named) and prints a one-time link as JSON, beginning with URL.
          --password-stdin: the password is the first line of standard input, and no link is made.
        """;

    private static readonly string[] Known = ["--display-name", "--territory", "--email", "--data", "--address"];

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private sealed record Call(string Name, bool ReadsPassword, IReadOnlyDictionary<string, string> Values);

    public static async Task<int> Run(string[] args)
    {
        if (
            Read(args) is not { } call
            || !call.Values.ContainsKey("--display-name")
            || (call.Values.TryGetValue("--address", out var address) && !Uri.IsWellFormedUriString(address, UriKind.Absolute))
        )
            return await Verb.WrongCallAsync(Usage);
        string? password = null;
        if (call.ReadsPassword)
        {
            password = await Console.In.ReadLineAsync();
            if (string.IsNullOrEmpty(password))
                return await Problem("На стандартном вводе нет пароля.");
        }

        var dataFolder = DataFolder.Prepare(call.Values.GetValueOrDefault("--data", ".data"));
        await using var database = await LocalDatabase.Open(dataFolder);
        if (await SchemaRefusal.Refuses(database.ApplicationConnectionString, dataFolder))
            return Verb.WrongCall;
        await using var site = Site.Build(
            ["--Logging:LogLevel:Default=None", "--Runtime:Workers=0"],
            database.ApplicationConnectionString,
            dataFolder
        );
        await using var scope = site.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
        return await Create(scope.ServiceProvider, call, password);
    }

    private static async Task<int> Create(IServiceProvider services, Call call, string? password)
    {
        var mediator = services.GetRequiredService<IMediator>();
        var territory = call.Values.GetValueOrDefault("--territory", Territory.Federation);
        var made = await mediator.Send(
            new CreateUser(
                call.Name,
                call.Values["--display-name"],
                call.Values.GetValueOrDefault("--email"),
                territory,
                [Roles.Administrator],
                password
            )
        );
        if (!made.IsOk)
            return await Problem(made.Reason!);
        var offered = password is null ? await mediator.Send(new OfferSignInLink(made.Value)) : null;
        if (offered is { IsOk: false })
            return await Problem(offered.Reason!);
        var address = call.Values.GetValueOrDefault(
            "--address",
            services.GetRequiredService<IOptions<PaperSettings>>().Value.PublicAddress.ToString()
        );
        await Console.Out.WriteLineAsync(
            JsonSerializer.Serialize(
                new
                {
                    user = call.Name,
                    id = made.Value.Value,
                    territory,
                    link = offered is null ? null : address.TrimEnd('/') + offered.Value.Path,
                    expiresAt = offered?.Value.ExpiresAt,
                },
                Readable
            )
        );
        return Verb.Fine;
    }

    private static Call? Read(string[] args)
    {
        string? name = null;
        var readsPassword = false;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var at = 0; at < args.Length; at++)
        {
            var word = args[at];
            if (word == Stdin)
                readsPassword = true;
            else if (Known.Contains(word) && at + 1 < args.Length && args[at + 1].Length > 0)
                values[word] = args[++at];
            else if (name is null && word.Length > 0 && word[0] != '-')
                name = word;
            else
                return null;
        }

        return name is null ? null : new Call(name, readsPassword, values);
    }

    private static async Task<int> Problem(string line)
    {
        await Console.Error.WriteLineAsync(line);
        return Verb.BadInput;
    }
}
