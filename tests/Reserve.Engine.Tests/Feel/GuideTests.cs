using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Reserve.Engine.Tests.Feel;

/// <summary>Every example of the guide to formulas gives the value that stands beside it.</summary>
public sealed partial class GuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Here(), "../../../docs/guide/formulas.md"));

    [Fact]
    public void The_formulas_of_the_guide_give_the_values_beside_them()
    {
        var rows = Row().Matches(Guide).Select(match => (Text: match.Groups[1].Value, Expected: match.Groups[2].Value)).ToList();
        Assert.True(rows.Count > 50);
        Assert.All(rows, row => Assert.Equal(row.Expected, Formula.Value(row.Text, Variables())));
    }

    [Fact]
    public void The_cells_of_the_guide_give_the_answers_beside_them()
    {
        var rows = Cell()
            .Matches(Guide)
            .Select(match => (Test: match.Groups[1].Value, Input: match.Groups[2].Value, Expected: match.Groups[3].Value))
            .ToList();
        Assert.True(rows.Count >= 7);
        Assert.All(rows, row => Assert.Equal(row.Expected, Formula.Test(row.Test, row.Input)));
    }

    private static string Variables() => Json().Match(Guide).Groups[1].Value;

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"^\| `([^`]+)` \| `([^`]+)` \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Cell();

    [GeneratedRegex(@"```json\r?\n(.+?)```", RegexOptions.Singleline)]
    private static partial Regex Json();
}
