using System.Globalization;
using Reserve.Web.Features.Processes;
using Reserve.Web.Features.Rules;
using Reserve.Web.Pages;

namespace Reserve.Web.Tests.Features.Rules;

public sealed class RuleDifferenceTests
{
    private static readonly string Rules = Scoring.Rules();

    [Fact]
    public void A_file_equals_itself_also_when_it_is_laid_out_otherwise() =>
        Assert.Empty(RuleDifference.Between(Rules, Rules.Replace("><", ">\n      <", StringComparison.Ordinal)).Parts);

    [Fact]
    public void A_changed_cell_is_told_with_its_column_and_both_texts()
    {
        var part = Assert.Single(RuleDifference.Between(Rules, Rules.Replace("&gt;= 90", "&gt;= 80", StringComparison.Ordinal)).Parts);

        var row = Assert.Single(part.Rows);
        Assert.Equal((DifferenceKind.Changed, "Зона пробы", (int?)1), (row.Kind, part.Name, row.NowNumber));
        Assert.Equal(new ChangedFact("Балл", ">= 90", ">= 80"), Assert.Single(row.Cells));
        Assert.Empty(part.Facts);
    }

    [Fact]
    public void A_moved_rule_of_a_unique_table_is_no_change_and_of_a_first_table_it_is()
    {
        var (one, three) = (Rule("r1"), Rule("r3"));
        var moved = Rules
            .Replace(one, "@", StringComparison.Ordinal)
            .Replace(three, one, StringComparison.Ordinal)
            .Replace("@", three, StringComparison.Ordinal);

        Assert.Empty(RuleDifference.Between(Rules, moved).Parts);
        var part = Assert.Single(RuleDifference.Between(First(Rules), First(moved)).Parts);
        Assert.Equal(new ChangedFact("порядок правил", "1, 2, 3", "3, 2, 1"), Assert.Single(Assert.Single(part.Rows).Cells));
    }

    [Fact]
    public void Added_and_removed_rules_are_told_with_their_cells_whatever_their_ids()
    {
        var added = Rules.Replace(
            Rule("r3"),
            Rule("r3") + Rule("r3").Replace("r3", "r4", StringComparison.Ordinal).Replace("&lt; 30", "&lt; 10", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        var renamed = Rules.Replace("id=\"r2\"", "id=\"another\"", StringComparison.Ordinal);

        var row = Assert.Single(Assert.Single(RuleDifference.Between(Rules, added).Parts).Rows);
        Assert.Equal((DifferenceKind.Added, (int?)4), (row.Kind, row.NowNumber));
        Assert.Contains(new ChangedFact("Балл", null, "< 10"), row.Cells);
        Assert.Equal(DifferenceKind.Removed, Assert.Single(Assert.Single(RuleDifference.Between(added, Rules).Parts).Rows).Kind);
        Assert.Empty(RuleDifference.Between(Rules, renamed).Parts);
    }

    [Fact]
    public void A_new_column_a_hit_policy_and_a_description_are_properties_of_the_decision()
    {
        var now = First(Rules)
            .Replace("По баллу.", "По сумме баллов.", StringComparison.Ordinal)
            .Replace("name=\"note\" typeRef=\"string\"", "name=\"note\" typeRef=\"number\"", StringComparison.Ordinal);

        var part = Assert.Single(RuleDifference.Between(Rules, now).Parts);

        Assert.Equal(
            ["описание", "при нескольких подходящих", "столбец результата"],
            part.Facts.Select(fact => fact.What).Order(StringComparer.Ordinal)
        );
        Assert.Contains(part.Facts, fact => fact is { Was: "U", Now: "F" });
    }

    [Fact]
    public void Added_and_removed_decisions_expressions_and_inputs_are_found()
    {
        const string Extra =
            "<decision id=\"extra\" name=\"Ещё\"><variable name=\"extra\" /><literalExpression><text>points * "
            + "2</text></literalExpression></decision>";
        var now = Rules.Replace("</definitions>", Extra + "</definitions>", StringComparison.Ordinal);
        var changed = now.Replace("points * 2", "points * 3", StringComparison.Ordinal);

        Assert.Equal([(DifferenceKind.Added, "Ещё")], RuleDifference.Between(Rules, now).Parts.Select(part => (part.Kind, part.Name)));
        Assert.Equal([(DifferenceKind.Removed, "Ещё")], RuleDifference.Between(now, Rules).Parts.Select(part => (part.Kind, part.Name)));
        Assert.Equal(
            new ChangedFact("выражение", "points * 2", "points * 3"),
            Assert.Single(Assert.Single(RuleDifference.Between(now, changed).Parts).Facts)
        );
        Assert.Equal(
            "вход",
            Assert
                .Single(
                    RuleDifference
                        .Between(
                            Rules,
                            Rules.Replace(
                                "name=\"points\" typeRef=\"number\"",
                                "name=\"points\" typeRef=\"string\"",
                                StringComparison.Ordinal
                            )
                        )
                        .Parts
                )
                .Word
        );
    }

    [Fact]
    public void Each_change_is_told_in_a_sentence_of_the_readers_language()
    {
        var difference = RuleDifference.Between(
            Rules,
            Rules.Replace("&gt;= 90", "&gt;= 80", StringComparison.Ordinal).Replace(Rule("r3"), "", StringComparison.Ordinal)
        );
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = new CultureInfo("ru");
            Assert.Equal(
                [
                    "«Зона пробы», правило 1, «Балл»: было >= 90, стало >= 80.",
                    "«Зона пробы»: удалено правило 3: Балл: < 30; Зона: \"Risk\"; note: \"в\".",
                ],
                DifferenceWords.Sentences(difference, new Words())
            );
            CultureInfo.CurrentUICulture = new CultureInfo("en");
            Assert.StartsWith("“Зона пробы”, rule 1", DifferenceWords.Sentences(difference, new Words()).First(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static string First(string rules) => rules.Replace("UNIQUE", "FIRST", StringComparison.Ordinal);

    private static string Rule(string id)
    {
        var start = Rules.IndexOf($"<rule id=\"{id}\"", StringComparison.Ordinal);
        return Rules[start..(Rules.IndexOf("</rule>", start, StringComparison.Ordinal) + "</rule>".Length)];
    }
}
