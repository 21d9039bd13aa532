using System.Collections.Frozen;
using Npgsql;
using Reserve.Engine.Feel.Calendar;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.WorkingDays;

/// <summary>The calendar and the clocks of the regions as this node knows them.</summary>
/// <param name="Calendar">The days.</param>
/// <param name="Offsets">The distance from universal time, by region.</param>
/// <param name="Version">The number of the newest change.</param>
internal sealed record WorkingTime(WorkingCalendar Calendar, FrozenDictionary<string, TimeSpan> Offsets, long Version)
{
    /// <summary>The government sets the next year's calendar by October: from then on it has to be there.</summary>
    public static bool IsNextYearKnown(DateOnly today) => today.Month >= 10;

    /// <summary>The next year, when its calendar should be there and is not.</summary>
    public int? MissingYear(DateOnly today) => IsNextYearKnown(today) && !Calendar.Years.Contains(today.Year + 1) ? today.Year + 1 : null;
}

/// <summary>
/// The production calendar of the database, kept in memory. Whether somebody has changed it is asked at most every two seconds: on this
/// node a change is seen at once, on others soon after that. Asked without a scope: the calendar is everybody's.
/// </summary>
internal sealed class WorkingTimes(NpgsqlDataSource source, TimeProvider clock)
{
    private const string ReadVersion = "select coalesce(max(id), 0) from calendar_change";

    /// <summary>How long what another node has changed may go unnoticed.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private WorkingTime? known;
    private long lookAgain;
    private int looking;

    /// <summary>
    /// Only the first question waits for the database (<see cref="WorkingTimesAtStart"/>). Whoever asks later may hold the lock of a row
    /// that everybody with a connection waits for: they go on with what is known, and whether it is still the newest is asked beside them.
    /// </summary>
    public WorkingTime Current
    {
        get
        {
            if (known is not { } fresh)
            {
                lock (gate)
                    return Look();
            }

            if (clock.GetTimestamp() >= Interlocked.Read(ref lookAgain) && Interlocked.CompareExchange(ref looking, 1, 0) == 0)
                _ = Task.Run(LookBeside);
            return fresh;
        }
    }

    /// <summary>To be called when a change has been committed: this node sees it at once.</summary>
    public void Changed()
    {
        Interlocked.Exchange(ref lookAgain, 0);
        LookAgain();
    }

    private void LookBeside()
    {
        try
        {
            LookAgain();
        }
        finally
        {
            Interlocked.Exchange(ref looking, 0);
        }
    }

    private void LookAgain()
    {
        try
        {
            lock (gate)
                Look();
        }
        catch (Exception problem) when (DatabaseAway.Is(problem) || problem is ObjectDisposedException)
        {
            // What is known goes on to hold; the next question asks again.
        }
    }

    private WorkingTime Look()
    {
        if (known is { } fresh && clock.GetTimestamp() < Interlocked.Read(ref lookAgain))
            return fresh;
        using var connection = source.OpenConnection();
        using (var version = new NpgsqlCommand(ReadVersion, connection))
        {
            var newest = (long)version.ExecuteScalar()!;
            if (known is null || known.Version != newest)
                known = Read(connection, newest);
        }

        Interlocked.Exchange(ref lookAgain, clock.GetTimestamp() + (long)(Lag.TotalSeconds * clock.TimestampFrequency));
        return known;
    }

    private static WorkingTime Read(NpgsqlConnection connection, long version)
    {
        var years = Rows(connection, "select year from calendar_year", row => row.GetInt32(0));
        var days = Rows(
            connection,
            "select place, date, kind, name, moved_from, basis from calendar_day",
            row => (row.GetString(0), CalendarRows.Day(row, 1))
        );
        var offsets = Rows(
            connection,
            "select path, utc_hours from territory_zone",
            row => KeyValuePair.Create(row.GetString(0), TimeSpan.FromHours(row.GetInt16(1)))
        );
        return new WorkingTime(
            new WorkingCalendar(Territory.Federation, years, days),
            offsets.ToFrozenDictionary(StringComparer.Ordinal),
            version
        );
    }

    private static List<T> Rows<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read)
    {
        using var command = new NpgsqlCommand(sql, connection);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }
}
