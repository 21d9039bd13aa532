using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel.Calendar;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.WorkingDays;

namespace Reserve.Web.Features.Calendar;

/// <summary>Writes the calendar's rows with their history; this node sees a change when it is committed.</summary>
internal sealed class CalendarStore(ReserveDb db, WorkingTimes times, Caller caller)
{
    private sealed record Stored(DateOnly Date, string Kind, string? Name, DateOnly? MovedFrom, string? Basis);

    public async Task<CalendarDay?> Find(string place, DateOnly date, CancellationToken cancellationToken)
    {
        var rows = await db
            .Database.SqlQuery<Stored>(
                $"""
                select date as "Date", kind as "Kind", name as "Name", moved_from as "MovedFrom", basis as "Basis"
                from calendar_day where place = {place} and date = {date} for update
                """
            )
            .ToListAsync(cancellationToken);
        return rows is [var row] ? new CalendarDay(row.Date, CalendarRows.Kind(row.Kind), row.Name, row.MovedFrom, row.Basis) : null;
    }

    public async Task<bool> HasYear(int year, CancellationToken cancellationToken) =>
        (
            await db
                .Database.SqlQuery<int>($"""select year as "Value" from calendar_year where year = {year}""")
                .ToListAsync(cancellationToken)
        ).Count > 0;

    /// <summary>False when another added it at the same time.</summary>
    public async Task<bool> AddYear(int year, string basis, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        if (
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into calendar_year (year, basis, set_by, set_at) values ({year}, {basis}, {stamp.Name}, {stamp.At})
                on conflict do nothing
                """,
                cancellationToken
            ) == 0
        )
            return false;
        await Note(Territory.Federation, null, year, null, "год добавлен", basis, cancellationToken);
        return true;
    }

    public async Task Set(string place, CalendarDay day, CancellationToken cancellationToken)
    {
        var was = await Find(place, day.Date, cancellationToken);
        var stamp = caller.Stamp();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into calendar_day (place, date, kind, name, moved_from, basis, set_by, set_at)
            values ({place}, {day.Date}, {CalendarRows.Text(day.Kind)}, {day.Name}, {day.MovedFrom}, {day.Basis}, {stamp.Name}, {stamp.At})
            on conflict (place, date) do update
            set kind = excluded.kind, name = excluded.name, moved_from = excluded.moved_from, basis = excluded.basis,
                set_by = excluded.set_by, set_at = excluded.set_at
            """,
            cancellationToken
        );
        await Note(place, day.Date, day.Date.Year, CalendarText.Of(was), CalendarText.Of(day), day.Basis, cancellationToken);
    }

    public async Task Remove(string place, CalendarDay day, string basis, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"delete from calendar_day where place = {place} and date = {day.Date}", cancellationToken);
        await Note(place, day.Date, day.Date.Year, CalendarText.Of(day), null, basis, cancellationToken);
    }

    private async Task Note(
        string place,
        DateOnly? date,
        int year,
        string? was,
        string? became,
        string? basis,
        CancellationToken cancellationToken
    )
    {
        var stamp = caller.Stamp();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into calendar_change (at, changed_by, place, date, year, was, became, basis)
            values ({stamp.At}, {stamp.Name}, {place}, {date}, {year}, {was}, {became}, {basis})
            """,
            cancellationToken
        );
        db.AfterCommit(times.Changed);
    }
}
