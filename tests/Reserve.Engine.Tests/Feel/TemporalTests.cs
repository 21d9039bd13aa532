namespace Reserve.Engine.Tests.Feel;

/// <summary>Dates, times and durations at their edges (DMN 1.5, 10.3.2.3 and 10.3.4.1).</summary>
public sealed class TemporalTests
{
    [Theory]
    [InlineData("date and time(\"2017-12-31\")", "@\"2017-12-31T00:00:00\"")]
    [InlineData("date and time(\"99999-12-31T11:22:33\")", "@\"99999-12-31T11:22:33\"")]
    [InlineData("date and time(\"-99999-12-31T11:22:33\")", "@\"-99999-12-31T11:22:33\"")]
    [InlineData("date and time(\"+99999-12-01T11:22:33\")", "null")]
    [InlineData("date and time(\"998-12-31T11:22:33\")", "null")]
    [InlineData("date and time(\"01211-12-31T11:22:33\")", "null")]
    [InlineData("date and time(\"2017-12-31T24:00:00\")", "@\"2018-01-01T00:00:00\"")]
    [InlineData("date and time(\"2017-12-31T24:00:01\")", "null")]
    [InlineData("date and time(\"2017-12-31T11:22:60\")", "null")]
    [InlineData("date and time(\"2017-12-31T11:22\")", "null")]
    [InlineData("date and time(\"2017-12-31T11:22:33-18:00\")", "@\"2017-12-31T11:22:33-18:00\"")]
    [InlineData("date and time(\"2017-12-31T11:22:33+19:00\")", "null")]
    [InlineData("date and time(\"2017-12-31T11:22:33@Europe/Paris\")", "@\"2017-12-31T11:22:33@Europe/Paris\"")]
    [InlineData("date and time(\"2017-12-31T11:22:33@Foo/Bar\")", "null")]
    [InlineData("date and time(\"2017-12-31T11:22:33+01:00@Europe/Paris\")", "null")]
    [InlineData("date and time(@\"2017-01-01T00:00:00+05:00\", @\"23:59:01.123+10:00\")", "@\"2017-01-01T23:59:01.123+10:00\"")]
    [InlineData("date and time(\"2017-01-01\", \"23:59:01\")", "null")]
    [InlineData("date and time(2017, 1, 1, 10, 20, 30, @\"PT5H\")", "@\"2017-01-01T10:20:30+05:00\"")]
    [InlineData("date and time(2017, 1, 1, 10, 20, 30, \"Europe/Paris\")", "@\"2017-01-01T10:20:30@Europe/Paris\"")]
    [InlineData("date(\"9999999999-12-25\")", "null")]
    [InlineData("date(\"2012-12-31Z\")", "null")]
    [InlineData("date(-2017, 8, 2)", "@\"-2017-08-02\"")]
    [InlineData("time(11, 59, 45.5, @\"PT2H1M0S\")", "@\"11:59:45.5+02:01\"")]
    [InlineData("time(11, 59, 45, null)", "@\"11:59:45\"")]
    [InlineData("time(11, 59, 45, @\"PT19H\")", "null")]
    [InlineData("time(hour: 11, minute: 59, second: 0, offset: @\"-PT2H\")", "@\"11:59:00-02:00\"")]
    [InlineData("time(@\"2017-08-10\")", "@\"00:00:00Z\"")]
    public void Moments_from_texts_and_components(string text, string expected) => Assert.Equal(expected, Formula.Value(text));

    [Theory]
    [InlineData("duration(\"PT36H\")", "@\"P1DT12H\"")]
    [InlineData("duration(\"-P13M\")", "@\"-P1Y1M\"")]
    [InlineData("duration(\"-PT0.1S\")", "@\"-PT0.1S\"")]
    [InlineData("duration(\"PT9999999999999999M\")", "@\"P6944444444444DT10H39M\"")]
    [InlineData("duration(\"PT9999999999999999999999H\")", "null")]
    [InlineData("duration(\"P1Y2M3DT4H\")", "null")]
    [InlineData("duration(\"PT0.S\")", "null")]
    [InlineData("duration(\"P1DT\")", "null")]
    [InlineData("duration(\"P1W\")", "null")]
    [InlineData("duration(\"P1.5D\")", "null")]
    [InlineData("duration(\"+P1D\")", "null")]
    [InlineData("years and months duration(@\"2013-08-24\", @\"2011-12-22\")", "@\"-P1Y8M\"")]
    [InlineData("years and months duration(@\"2015-01-31\", @\"2015-02-28\")", "@\"P0M\"")]
    [InlineData("years and months duration(@\"2016-02-29\", @\"2017-02-28\")", "@\"P11M\"")]
    [InlineData("years and months duration(@\"2011-12-22T10:00:00\", @\"2013-12-22T09:00:00\")", "@\"P2Y\"")]
    [InlineData("years and months duration(@\"2017-12-31T13:00:00\", @\"2019-10-01\")", "@\"P1Y9M\"")]
    [InlineData("years and months duration(@\"10:00:00\", @\"11:00:00\")", "null")]
    [InlineData("week of year(@\"2005-01-01\")", "53")]
    [InlineData("week of year(@\"2003-12-29\")", "1")]
    [InlineData("day of week(\"2019-09-17\")", "null")]
    public void Durations_and_questions_to_a_date(string text, string expected) => Assert.Equal(expected, Formula.Value(text));

    [Theory]
    [InlineData("(@\"2024-10-27T01:30:00@Europe/Berlin\" + @\"PT1H\") - @\"2024-10-27T01:30:00@Europe/Berlin\"", "@\"PT1H\"")]
    [InlineData("(@\"2024-10-27T01:30:00@Europe/Berlin\" + @\"PT1H\") = @\"2024-10-27T00:30:00Z\"", "true")]
    [InlineData("(@\"2024-10-27T01:30:00@Europe/Berlin\" + @\"PT2H\") = @\"2024-10-27T01:30:00Z\"", "true")]
    [InlineData("(@\"2024-10-27T03:00:00@Europe/Berlin\" - @\"PT2H\") + @\"PT2H\" = @\"2024-10-27T03:00:00@Europe/Berlin\"", "true")]
    [InlineData("is(@\"2024-10-27T01:30:00@Europe/Berlin\" + @\"PT1H\", @\"2024-10-27T01:30:00@Europe/Berlin\" + @\"PT2H\")", "false")]
    [InlineData("(@\"2024-10-27T01:30:00@Europe/Berlin\" + @\"PT1H\").time offset", "@\"PT2H\"")]
    [InlineData("(@\"2024-10-27T01:30:00@Europe/Berlin\" + @\"PT1H\").timezone", "\"Europe/Berlin\"")]
    [InlineData("(@\"2024-10-27T01:30:00@Europe/Berlin\" + @\"PT1H\") + @\"P1D\"", "@\"2024-10-28T01:30:00@Europe/Berlin\"")]
    [InlineData("(@\"2024-10-27T01:30:00@Europe/Berlin\" + @\"PT1H\") + @\"P1M\"", "@\"2024-11-27T02:30:00@Europe/Berlin\"")]
    [InlineData("string(@\"2024-10-27T01:30:00@Europe/Berlin\" + @\"PT1H\")", "\"2024-10-27T02:30:00+02:00\"")]
    [InlineData("string(@\"2024-10-27T01:30:00@Europe/Berlin\" + @\"PT2H\")", "\"2024-10-27T02:30:00@Europe/Berlin\"")]
    [InlineData("@\"2010-10-31T02:30:00@Europe/Moscow\" - @\"PT1H\" = @\"2010-10-30T22:30:00Z\"", "true")]
    public void An_hour_that_autumn_repeats_is_told_twice_and_keeps_its_instants(string text, string expected) =>
        Assert.Equal(expected, Formula.Value(text));

    [Fact]
    public void The_first_of_two_like_hours_survives_being_stored_with_its_zone()
    {
        var first = Formula.Result("@\"2024-10-27T01:30:00@Europe/Berlin\" + @\"PT1H\"").Value;
        using var json = System.Text.Json.JsonDocument.Parse(Reserve.Engine.Feel.FeelJson.ToExactText(first));
        var back = Reserve.Engine.Feel.FeelJson.ReadExact(json.RootElement);
        Assert.Equal(first, back);
        Assert.Equal((7200, "Europe/Berlin"), (back.AsDateTime()!.OffsetSeconds, back.AsDateTime()!.Zone!.Name));
    }

    [Theory]
    [InlineData("date and time(date(\"2024-05-01\"), time(\"10:00:00\"), \"Europe/Moscow\")", "@\"2024-05-01T10:00:00@Europe/Moscow\"")]
    [InlineData("date and time(date(\"2024-05-01\"), time(\"10:00:00Z\"), \"Europe/Moscow\")", "null")]
    [InlineData("date and time(date(\"2024-05-01\"), time(\"10:00:00\"), \"Nowhere/City\")", "null")]
    public void A_day_a_time_and_a_zone_make_a_moment(string text, string expected) => Assert.Equal(expected, Formula.Value(text));

    [Theory]
    [InlineData("@\"2020-01-31\" + @\"P1M\"", "@\"2020-02-29\"")]
    [InlineData("@\"2020-02-29\" + @\"P1Y\"", "@\"2021-02-28\"")]
    [InlineData("@\"2019-01-31\" - @\"PT1H\"", "@\"2019-01-30\"")]
    [InlineData("@\"10:00:00\" - @\"PT11H\"", "@\"23:00:00\"")]
    [InlineData("@\"10:00:00\" + @\"P1Y\"", "null")]
    [InlineData("@\"2019-03-31T01:30:00+01:00\" + @\"PT1H\"", "@\"2019-03-31T02:30:00+01:00\"")]
    [InlineData("@\"2019-03-31T01:30:00@Europe/Paris\" + @\"PT1H\"", "@\"2019-03-31T03:30:00@Europe/Paris\"")]
    [InlineData("@\"2019-03-31T03:30:00@Europe/Paris\" - @\"PT1H\"", "@\"2019-03-31T01:30:00@Europe/Paris\"")]
    [InlineData("@\"2019-03-30T12:00:00@Europe/Paris\" + @\"P1M\"", "@\"2019-04-30T12:00:00@Europe/Paris\"")]
    [InlineData("@\"999999999-12-31T22:59:59@Europe/Paris\" + @\"PT1H\"", "@\"999999999-12-31T23:59:59@Europe/Paris\"")]
    [InlineData("@\"2019-01-31T00:00:00Z\" - @\"2019-01-30\"", "@\"P1D\"")]
    [InlineData("@\"P1Y\" * 1.5", "@\"P1Y6M\"")]
    [InlineData("@\"P1D\" / @\"PT12H\"", "2")]
    [InlineData("@\"P1D\" + @\"P1Y\"", "null")]
    [InlineData("@\"-P1DT2H\".hours", "-2")]
    [InlineData("@\"P1Y\".days", "null")]
    [InlineData("@\"2018-12-10T10:30:00.0001+05:00:01\".time offset", "@\"PT5H1S\"")]
    [InlineData("@\"2018-12-10T10:30:00@Europe/Paris\".time offset", "@\"PT1H\"")]
    public void Arithmetic_of_moments_and_their_parts(string text, string expected) => Assert.Equal(expected, Formula.Value(text));
}
