using CsCheck;
using Reserve.Engine.Feel.Calendar;

namespace Reserve.Engine.Tests.Feel;

/// <summary>Counting working days agrees with counting them one by one, over all years and territories that there are.</summary>
public sealed class WorkingCalendarTests
{
    private static readonly DateOnly First = new(2022, 1, 1);
    private static readonly DateOnly Last = new(2027, 12, 31);
    private static readonly WorkingCalendar Calendar = ShippedCalendar.Instance;

    private static readonly Gen<DateOnly> Date = Gen.Int[First.DayNumber, Last.DayNumber].Select(DateOnly.FromDayNumber);

    private static readonly string[] Paths = [.. Calendar.Territories, "RU.74", "RU.02.15", "RU.16.01"];

    private static readonly Gen<string> Territory = Gen.Int[0, Paths.Length - 1].Select(place => Paths[place]);

    [Theory]
    [InlineData(2022, 247, 118, 3)]
    [InlineData(2023, 247, 118, 3)]
    [InlineData(2024, 248, 118, 5)]
    [InlineData(2025, 247, 118, 4)]
    [InlineData(2026, 247, 118, 4)]
    [InlineData(2027, 247, 118, 4)]
    public void The_years_have_the_printed_numbers_of_days(int year, int worked, int off, int shortened)
    {
        var days = Enumerable
            .Range(new DateOnly(year, 1, 1).DayNumber, DateTime.IsLeapYear(year) ? 366 : 365)
            .Select(DateOnly.FromDayNumber);
        Assert.Equal(worked, days.Count(day => Calendar.IsWorking(day).Value == true));
        Assert.Equal(off, days.Count(day => Calendar.IsWorking(day).Value == false));
        Assert.Equal(shortened, days.Count(day => Calendar.Special(day)?.Kind == WorkingDayKind.Shortened));
    }

    [Fact]
    public void Counting_between_agrees_with_counting_one_by_one() =>
        Gen.Select(Date, Date, Territory)
            .Sample(
                (from, to, territory) =>
                {
                    var (low, high) = from <= to ? (from, to) : (to, from);
                    var counted = 0;
                    for (var day = low.AddDays(1); day <= high; day = day.AddDays(1))
                        counted += IsWorked(day, territory) ? 1 : 0;
                    Assert.Equal(from <= to ? counted : -counted, Calendar.Between(from, to, territory).Value);
                },
                iter: 4_000
            );

    [Fact]
    public void Adding_agrees_with_stepping_one_by_one() =>
        Gen.Select(Date, Gen.Int[-300, 300], Territory)
            .Sample(
                (from, count, territory) =>
                {
                    DateOnly? stepped = from;
                    for (var left = Math.Abs(count); left > 0 && stepped is { } day; )
                    {
                        day = day.AddDays(Math.Sign(count));
                        stepped = day < First || day > Last ? null : day;
                        left -= stepped is not null && IsWorked(day, territory) ? 1 : 0;
                    }

                    var answer = Calendar.Add(from, count, territory);
                    Assert.Equal(stepped, answer.Value);
                    Assert.Equal(stepped is null ? (count < 0 ? 2021 : 2028) : null, answer.MissingYear);
                },
                iter: 4_000
            );

    [Fact]
    public void Every_day_of_every_territory_is_worked_or_not_as_its_nearest_line_says()
    {
        foreach (var territory in Calendar.Territories)
        {
            for (var day = First; day <= Last; day = day.AddDays(1))
                Assert.Equal(IsWorked(day, territory), Calendar.IsWorking(day, territory).Value);
        }
    }

    [Fact]
    public void The_days_after_so_many_working_days_have_so_many_between() =>
        Gen.Select(Date, Gen.Int[0, 200], Territory)
            .Sample(
                (from, count, territory) =>
                {
                    if (Calendar.Add(from, count, territory).Value is { } day)
                        Assert.Equal(count, Calendar.Between(from, day, territory).Value);
                },
                iter: 2_000
            );

    [Fact]
    public void A_year_between_two_known_ones_that_has_no_calendar_is_missed()
    {
        var calendar = new WorkingCalendar("RU", [2025, 2027], []);
        Assert.Equal(2026, calendar.Between(new DateOnly(2025, 12, 1), new DateOnly(2027, 2, 1)).MissingYear);
        Assert.Equal(2026, calendar.Add(new DateOnly(2025, 12, 31), 1).MissingYear);
        Assert.Equal(2026, calendar.Add(new DateOnly(2027, 1, 1), -1).MissingYear);
        Assert.Equal(2026, calendar.IsWorking(new DateOnly(2026, 3, 3)).MissingYear);
        Assert.Null(new WorkingCalendar("RU", [], []).Add(new DateOnly(2026, 3, 3), 0).Value);
    }

    [Fact]
    public void A_nearer_territory_comes_before_those_above_it()
    {
        var holiday = new CalendarDay(new DateOnly(2026, 6, 1), WorkingDayKind.Off, "Праздник");
        var calendar = new WorkingCalendar(
            "RU",
            [2026],
            [("RU.02", holiday), ("RU.02.07", holiday with { Kind = WorkingDayKind.Working })]
        );
        Assert.True(calendar.IsWorking(holiday.Date, "RU.01").Value);
        Assert.False(calendar.IsWorking(holiday.Date, "RU.02.01").Value);
        Assert.True(calendar.IsWorking(holiday.Date, "RU.02.07").Value);
        Assert.False(calendar.Knows("KZ"));
    }

    [Fact]
    public void A_calendar_that_is_written_and_read_is_the_same()
    {
        var (lines, problems) = CalendarFile.Read(CalendarFile.Write(ShippedCalendar.Lines));
        Assert.Empty(problems);
        Assert.Equal(ShippedCalendar.Lines, lines);
    }

    [Fact]
    public void Everything_that_is_wrong_with_a_file_is_told_with_its_line()
    {
        var (lines, problems) = CalendarFile.Read(
            $"{CalendarFile.Header}\nRU;2026;год;;;указ\nRU;26;год;;;\nRU;2026-02-30;нерабочий;;;\nRU;2026-05-09;выходной;;;\nRU;;\n"
                + ";2026-05-09;нерабочий;;;\nRU;2026-05-11;нерабочий;;9 мая;"
        );
        Assert.Single(lines);
        Assert.Equal(
            ["строка 3", "строка 4", "строка 5", "строка 6", "строка 7", "строка 8"],
            problems.Select(problem => problem[..problem.IndexOf(':', StringComparison.Ordinal)])
        );
    }

    /// <summary>By the lines themselves, without anything counted.</summary>
    private static bool IsWorked(DateOnly day, string territory)
    {
        foreach (var path in new[] { territory, string.Join('.', territory.Split('.').Take(2)), "RU" })
        {
            if (ShippedCalendar.Lines.LastOrDefault(line => line.Territory == path && line.Day?.Date == day) is { } line)
                return line.Day!.Kind != WorkingDayKind.Off;
        }

        return day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
    }
}
