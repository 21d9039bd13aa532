using Reserve.Engine.Bpmn.Deadlines;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Simulation;
using Reserve.Engine.Feel;
using Reserve.Engine.Tests.Feel;

namespace Reserve.Engine.Tests.Bpmn;

/// <summary>What a deadline says, and the moment that it means.</summary>
public sealed class DeadlineTests
{
    private static readonly DateTimeOffset From = new(2026, 3, 2, 10, 15, 0, TimeSpan.FromHours(5));

    [Theory]
    [InlineData("10 рабочих дней", "2026-03-17T18:00:00+05:00")]
    [InlineData("1 рабочий день", "2026-03-03T18:00:00+05:00")]
    [InlineData(" 3  Рабочих дня ", "2026-03-05T18:00:00+05:00")]
    [InlineData("0 рабочих дней", "2026-03-02T10:15:00+05:00")]
    [InlineData("44 рабочих дня", "2026-05-05T18:00:00+05:00")]
    [InlineData("43 рабочих дня", "2026-05-04T18:00:00+05:00")]
    [InlineData("42 рабочих дня", "2026-04-30T17:00:00+05:00")]
    [InlineData("5 дней", "2026-03-07T10:15:00+05:00")]
    [InlineData("5 календарных дней", "2026-03-07T10:15:00+05:00")]
    [InlineData("P1M", "2026-04-02T10:15:00+05:00")]
    [InlineData("PT12H", "2026-03-02T22:15:00+05:00")]
    [InlineData("2026-05-09", "2026-05-09T23:59:59+05:00")]
    [InlineData("2026-05-09T10:00:00", "2026-05-09T10:00:00+05:00")]
    [InlineData("2026-05-09T10:00:00Z", "2026-05-09T10:00:00+00:00")]
    public void A_time_after_a_moment_ends(string text, string expected) =>
        Assert.Equal(
            DateTimeOffset.Parse(expected, null),
            DeadlineRule.Parse(text)!.After(From, ShippedCalendar.Instance, "RU.74").Deadline!.At
        );

    [Theory]
    [InlineData("2 рабочих дня", "2026-02-26T09:00:00+05:00")]
    [InlineData("P2D", "2026-02-28T10:15:00+05:00")]
    [InlineData("2026-02-27", "2026-02-27T09:00:00+05:00")]
    public void A_time_before_a_moment_begins(string text, string expected) =>
        Assert.Equal(
            DateTimeOffset.Parse(expected, null),
            DeadlineRule.Parse(text)!.Before(From, ShippedCalendar.Instance, null).Deadline!.At
        );

    [Fact]
    public void A_deadline_names_the_days_off_on_its_way_that_are_no_usual_weekend()
    {
        var deadline = DeadlineRule.Parse("10 рабочих дней")!.After(From, ShippedCalendar.Instance, "RU.74").Deadline!;
        Assert.Equal(10, deadline.WorkingDays);
        Assert.Equal([new DateOnly(2026, 3, 8), new DateOnly(2026, 3, 9)], deadline.Specials.Select(day => day.Date));
    }

    [Fact]
    public void The_days_off_of_the_territory_count() =>
        Assert.Equal(
            new DateTime(2026, 5, 29, 18, 0, 0),
            DeadlineRule
                .Parse("3 рабочих дня")!
                .After(new(2026, 5, 25, 9, 0, 0, default), ShippedCalendar.Instance, "RU.16")
                .Deadline!.At.DateTime
        );

    [Fact]
    public void A_year_without_a_calendar_is_told_and_not_guessed()
    {
        var answer = DeadlineRule.Parse("5 рабочих дней")!.After(new(2027, 12, 29, 9, 0, 0, default), ShippedCalendar.Instance, "RU");
        Assert.Null(answer.Deadline);
        Assert.Equal("нет производственного календаря на 2028 год", answer.Problem);
        Assert.Equal("нет производственного календаря", DeadlineRule.Parse("1 рабочий день")!.After(From, null, null).Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("скоро")]
    [InlineData("10 рабочих")]
    [InlineData("10 рабочих часов")]
    [InlineData("-3 рабочих дня")]
    [InlineData("99999 рабочих дней")]
    [InlineData("2026-02-30")]
    public void What_says_no_time_is_no_deadline(string text) => Assert.Null(DeadlineRule.Parse(text));

    [Fact]
    public void Values_of_FEEL_are_deadlines_too()
    {
        Assert.Equal(new DeadlineRule.Working(3), DeadlineRule.Read(FeelValue.From("3 рабочих дня")));
        Assert.Equal(new DeadlineRule.Day(new DateOnly(2026, 5, 9)), DeadlineRule.Read(FeelValue.From(new DateOnly(2026, 5, 9))));
        Assert.Equal(new DeadlineRule.Length(new IsoDuration(1, TimeSpan.Zero)), DeadlineRule.Read(FeelValue.From(new FeelMonths(1))));
        Assert.Null(DeadlineRule.Read(FeelValue.From(5)));
    }

    [Fact]
    public void A_timer_in_working_days_fires_at_the_end_of_the_last_one()
    {
        var compiled = Game.Compile(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
            <userTask id="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>
            <boundaryEvent id="late" attachedToRef="t"><timerEventDefinition>
            <timeDuration xsi:type="tFormalExpression">limit</timeDuration></timerEventDefinition></boundaryEvent>
            <sequenceFlow id="f3" sourceRef="late" targetRef="over"/><endEvent id="over"/>
            """
        );
        var simulator = new Simulator(From) { Calendar = ShippedCalendar.Instance };
        simulator.Deploy(compiled.Definition!);
        simulator.Start("p", FeelContext.Of(("limit", FeelValue.From("10 рабочих дней"))));
        simulator.Advance(new DateTimeOffset(2026, 3, 17, 17, 59, 0, TimeSpan.FromHours(5)));
        Assert.Single(simulator.Waits("userTask"));
        simulator.Advance(new DateTimeOffset(2026, 3, 17, 18, 0, 0, TimeSpan.FromHours(5)));
        Assert.Contains(simulator.Trace, line => line.ElementId == "over");
    }

    [Theory]
    [InlineData("5 рабочих дней", true)]
    [InlineData("5 рабочих лет", false)]
    public void A_constant_timer_may_be_working_days(string text, bool fine) =>
        Assert.Equal(
            fine,
            Game.Compile(
                $"""
                <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/>
                <intermediateCatchEvent id="c"><timerEventDefinition>
                <timeDuration>{text}</timeDuration></timerEventDefinition></intermediateCatchEvent>
                <sequenceFlow id="f2" sourceRef="c" targetRef="e"/><endEvent id="e"/>
                """
            ).Definition
                is not null
        );
}
