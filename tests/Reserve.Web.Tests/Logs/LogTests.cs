using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Logs;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Logs;

public sealed class LogTests
{
    private const string Person = "Мухаметзянова Гульнара";
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 26, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public void An_event_is_one_JSON_object_in_one_line_with_its_number_and_ids()
    {
        var formatter = new LineFormatter(Options.Create(new LineOptions { Json = true }), clock);
        var line = Write(formatter, LogLevel.Error, 2003, "Job {Wait} failed.", Thrown(Person), ("Wait", "18/7"));
        Assert.Equal('\n', line[^1]);
        Assert.DoesNotContain('\n', line[..^1]);
        var json = JsonDocument.Parse(line).RootElement;
        Assert.Equal(2003, json.GetProperty("event").GetInt32());
        Assert.Equal("error", json.GetProperty("level").GetString());
        Assert.Equal("18/7", json.GetProperty("facts").GetProperty("Wait").GetString());
        var problem = json.GetProperty("problem").GetString()!;
        Assert.StartsWith(
            "InvalidOperationException <- FormatException at Reserve.Web.Tests.Logs.LogTests.Thrown",
            problem,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(Person, line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_line_is_one_line_too_unless_stacks_are_wanted()
    {
        var line = Write(new LineFormatter(Options.Create(new LineOptions()), clock), LogLevel.Error, 2003, "It\nfailed.", Thrown(Person));
        Assert.StartsWith("2026-11-26T09:00:00Z error 2003 Some: It failed. | InvalidOperationException", line, StringComparison.Ordinal);
        Assert.Single(line.TrimEnd().Split('\n'));
        var whole = Write(
            new LineFormatter(Options.Create(new LineOptions { Stacks = true }), clock),
            LogLevel.Error,
            2003,
            "x",
            Thrown("")
        );
        Assert.True(whole.Split('\n').Length > 3);
    }

    [Fact]
    public void The_same_failure_is_written_once_a_minute_with_the_number_of_those_held_back()
    {
        var formatter = new LineFormatter(Options.Create(new LineOptions()), clock);
        string Again(int number = 2011) => Write(formatter, LogLevel.Error, number, "Away.", new NpgsqlException("Failed to connect"));
        Assert.NotEmpty(Again());
        Assert.Empty(Again());
        Assert.NotEmpty(Again(2021));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(Again());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("(and 2 more like it)", Again(), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_failing_request_is_written_unless_the_database_is_away()
    {
        var formatter = new LineFormatter(Options.Create(new LineOptions()), clock);
        string Fail(Exception problem) => Write(formatter, LogLevel.Error, LineFormatter.FailedRequest, "Request failed.", problem);
        Assert.NotEmpty(Fail(Thrown("")));
        Assert.NotEmpty(Fail(Thrown("")));
        Assert.NotEmpty(Fail(new InvalidOperationException("", new NpgsqlException("Failed to connect"))));
        Assert.Empty(Fail(new InvalidOperationException("", new NpgsqlException("Failed to connect"))));
    }

    [Theory]
    [InlineData("/break")]
    [InlineData("/break-database")]
    public async Task A_failing_request_is_one_event_with_the_reference_of_its_page(string address)
    {
        var events = new EventList();
        var site = new SiteFixture { Adjust = services => services.AddSingleton<ILoggerProvider>(events) };
        await site.InitializeAsync();
        try
        {
            site.App.MapGet("/break", string () => throw new InvalidOperationException(Person)).AllowAnonymous();
            site.App.MapGet(
                    "/break-database",
                    async (ReserveDb db) => await db.Database.SqlQuery<int>($"""select {Person}::int as "Value" """).ToListAsync()
                )
                .AllowAnonymous();
            using var client = await site.Client();
            events.Seen.Clear();
            var page = await (await client.Get(address + "?q=" + Uri.EscapeDataString(Person))).Content.ReadAsStringAsync();
            var (number, text) = Assert.Single(events.Seen);
            Assert.Equal(LineFormatter.FailedRequest, number);
            Assert.Contains(address, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Person, text, StringComparison.Ordinal);
            var reference = page[(page.IndexOf("<code>", StringComparison.Ordinal) + 6)..page.IndexOf("</code>", StringComparison.Ordinal)];
            Assert.Contains(reference, text, StringComparison.Ordinal);
        }
        finally
        {
            await site.DisposeAsync();
        }
    }

    private static Exception Thrown(string message)
    {
        try
        {
            try
            {
                throw new FormatException(message);
            }
            catch (FormatException inner)
            {
                throw new InvalidOperationException(message, inner);
            }
        }
        catch (InvalidOperationException problem)
        {
            return problem;
        }
    }

    private static string Write(
        LineFormatter formatter,
        LogLevel level,
        int number,
        string message,
        Exception problem,
        params (string Key, object? Value)[] facts
    )
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        IReadOnlyList<KeyValuePair<string, object?>> state = [.. facts.Select(fact => KeyValuePair.Create(fact.Key, fact.Value))];
        formatter.Write(
            new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(
                level,
                "Reserve.Web.Some",
                new EventId(number),
                state,
                problem,
                (_, _) => message
            ),
            null,
            writer
        );
        return writer.ToString();
    }

    /// <summary>Keeps the warnings and errors that are logged.</summary>
    private sealed class EventList : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(int Number, string Text)> Seen { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Seen.Enqueue((eventId.Id, formatter(state, exception)));

        public void Dispose() { }
    }
}
