using Reserve.Web.Features.Processes;

namespace Reserve.Web.Tests.Features.Processes;

public sealed class ProcessDifferenceTests
{
    private static readonly string Drawing = NewProcess.Drawing("trial", "Проба");

    [Fact]
    public void A_drawing_equals_itself() => Assert.Empty(ProcessDifference.Between(Drawing, Drawing).Elements);

    [Fact]
    public void A_changed_name_and_role_are_told_with_what_was_and_what_is()
    {
        var now = Drawing
            .Replace("Первая задача", "Проверить анкету", StringComparison.Ordinal)
            .Replace("HrOfficer", "Auditor", StringComparison.Ordinal);

        var changed = Assert.Single(ProcessDifference.Between(Drawing, now).Elements);

        Assert.Equal((DifferenceKind.Changed, "Task_1"), (changed.Kind, changed.ElementId));
        Assert.Equal(["input role", "name"], changed.Facts.Select(fact => fact.What));
        Assert.Equal(("Первая задача", "Проверить анкету"), (changed.Facts[1].Was, changed.Facts[1].Now));
    }

    [Fact]
    public void An_added_and_a_removed_element_are_found_by_their_ids()
    {
        var now = Drawing.Replace("id=\"End\"", "id=\"Finish\"", StringComparison.Ordinal);

        var found = ProcessDifference.Between(Drawing, now).Elements;

        Assert.Equal(
            [(DifferenceKind.Added, "Finish"), (DifferenceKind.Removed, "End")],
            found.Select(element => (element.Kind, element.ElementId))
        );
    }

    [Fact]
    public void A_moved_shape_is_counted_and_changes_no_meaning()
    {
        var difference = ProcessDifference.Between(
            Drawing,
            Drawing.Replace("x=\"260\" y=\"100\"", "x=\"300\" y=\"100\"", StringComparison.Ordinal)
        );

        Assert.Empty(difference.Elements);
        Assert.Equal(1, difference.Moved);
    }
}
