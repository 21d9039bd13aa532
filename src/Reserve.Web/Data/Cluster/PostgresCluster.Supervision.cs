using System.Diagnostics;

namespace Reserve.Web.Data.Cluster;

/// <summary>The server died though nobody stopped it: it is started again on its port, with growing pauses.</summary>
internal sealed partial class PostgresCluster
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource<string> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task supervision = Task.CompletedTask;

    /// <summary>Completes, with a line that says why, when a server that died could not be started again in time.</summary>
    public Task<string> Lost => lost.Task;

    private async Task Supervise(PostgresBinaries binaries, ServerAccount account, string log)
    {
        var pause = FirstPause;
        var up = Stopwatch.StartNew();
        while (true)
        {
            await server.WaitForExitAsync(stopping.Token);
            // One that dies again and again is not started without end at full speed.
            if (up.Elapsed > LongestPause)
                pause = FirstPause;
            Options.Told($"Сервер базы данных остановился (код {server.ExitCode}); он будет запущен снова.");
            var down = Stopwatch.StartNew();
            await Task.Delay(pause, Options.Clock, stopping.Token);
            while (!await Relaunch(binaries, account, log))
            {
                if (down.Elapsed > Options.Patience)
                {
                    lost.TrySetResult("Сервер базы данных остановился и больше не запускается. Его журнал: " + log);
                    return;
                }

                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
                await Task.Delay(pause, Options.Clock, stopping.Token);
            }

            up.Restart();
            Options.Told("Сервер базы данных снова работает.");
        }
    }

    private async Task<bool> Relaunch(PostgresBinaries binaries, ServerAccount account, string log)
    {
        try
        {
            await StopLeftOver(binaries, account, Options, stopping.Token);
            var next = Launch(binaries, account, Options, log, Port);
            if (await ComesUp(next, Options, stopping.Token))
            {
                server.Dispose();
                server = next;
                return true;
            }

            next.Dispose();
        }
        catch (Exception problem)
            when (problem
                    is PostgresUnavailableException
                        or IOException
                        or UnauthorizedAccessException
                        or System.ComponentModel.Win32Exception
            )
        {
            Options.Told(problem.Message);
        }

        return false;
    }

    private async Task StopSupervising()
    {
        await stopping.CancelAsync();
        try
        {
            await supervision;
        }
        catch (OperationCanceledException)
        {
            // It was waiting for the server's end.
        }

        stopping.Dispose();
    }
}
