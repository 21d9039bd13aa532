using Microsoft.Extensions.Logging.Console;

namespace Reserve.Web.Logs;

/// <summary>
/// The log goes to standard output, one line for each event: plain, or JSON with <c>--log json</c> (setting <c>Logging:Format</c>).
/// Nothing in it names a person: addresses of requests hold what people typed into a search, so only routes are written.
/// </summary>
internal static class LogsRegistration
{
    public static void AddLogs(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        var format = settings["log"] ?? settings["Logging:Format"] ?? "plain";
        if (format is not ("plain" or "json"))
            throw new ArgumentException($"--log (Logging:Format): plain or json, not {format}.");
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(options => options.FormatterName = LineFormatter.FormatterName);
        builder.Logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        var level = Enum.TryParse<LogLevel>(settings["Logging:LogLevel:Default"], ignoreCase: true, out var named)
            ? named
            : LogLevel.Information;
        builder.Services.Configure<LineOptions>(options =>
        {
            options.Json = format == "json";
            options.Stacks = level <= LogLevel.Debug;
        });
        builder.Services.AddExceptionHandler<FailedRequests>();
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        if (level <= LogLevel.Debug)
            return;
        // A failure is one event: what these say again is said by whoever meets the exception in the end.
        builder
            .Logging.AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None)
            .AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Critical)
            .AddFilter("Microsoft.EntityFrameworkCore.Database.Connection", LogLevel.Critical)
            .AddFilter("Microsoft.EntityFrameworkCore.Database.Transaction", LogLevel.Critical)
            .AddFilter("Microsoft.EntityFrameworkCore.Query", LogLevel.Critical)
            .AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.Critical)
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
    }
}
