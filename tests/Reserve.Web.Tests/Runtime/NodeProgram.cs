using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Tests.Runtime;

/// <summary>
/// <c>dotnet Reserve.Web.Tests.dll node CONNECTION SENT-FOLDER</c>: a node that works on jobs until it is killed. It says
/// <c>ready</c> once its workers run. With other arguments the assembly is what every test assembly is: the tests' own runner.
/// </summary>
internal static class NodeProgram
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not ["node", var connectionString, var sent])
            return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
        await using var node = await RuntimeNode.Start(
            connectionString,
            TimeProvider.System,
            workers: 4,
            options => options.Lease = TimeSpan.FromSeconds(2),
            services => services.AddSingleton<IOutboxSender>(new FolderSender(sent)),
            another: true
        );
        Console.WriteLine("ready");
        await Task.Delay(Timeout.InfiniteTimeSpan);
        return 0;
    }

    /// <summary>The world outside: a folder in which each message leaves a file, again when it is sent again.</summary>
    private sealed class FolderSender(string folder) : IOutboxSender
    {
        public string Kind => "test";

        public Task Send(OutboxMessage message, CancellationToken cancellationToken) =>
            File.WriteAllTextAsync(Path.Combine(folder, message.IdempotencyKey.Replace('/', '_')), message.Payload, cancellationToken);
    }
}
