using Reserve.Web.Features.Monitoring.Formulas;
using Reserve.Web.Pages;

namespace Reserve.Web.Tests.Features.Monitoring.Formulas;

public sealed class FormulaTextTests
{
    private static readonly string[] Names = ["учителя", "учителя до 35 лет"];

    [Fact]
    public void A_name_of_several_words_is_one_piece()
    {
        var tokens = FormulaTokens.Of("round half up(учителя до 35 лет / учителя * 100, 0) // доля", Names);
        Assert.Equal(["round half up"], tokens.Where(token => token.Kind == FormulaTokenKind.Function).Select(token => token.Text));
        Assert.Equal(
            ["учителя до 35 лет", "учителя"],
            tokens.Where(token => token.Kind == FormulaTokenKind.Name).Select(token => token.Text)
        );
        Assert.Equal(["100", "0"], tokens.Where(token => token.Kind == FormulaTokenKind.Number).Select(token => token.Text));
        Assert.Equal("// доля", tokens[^1].Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("if x then \"не закрыто")]
    [InlineData("/* так и осталось")]
    [InlineData("a😀b\r\n[1..2] @\"2026-01-01\"")]
    public void The_pieces_together_are_the_text(string text) =>
        Assert.Equal(text, string.Concat(FormulaTokens.Of(text, Names).Select(token => token.Text)));

    [Fact]
    public void A_difference_is_told_by_words_and_blanks_do_not_count()
    {
        var pieces = FormulaDifference.Between("учителя / 100", "учителя до 35 лет /\n 1000", Names);
        Assert.Equal(["учителя", "100"], pieces.Where(piece => piece.Kind == PieceKind.Removed).Select(piece => piece.Token.Text));
        Assert.Equal(["учителя до 35 лет", "1000"], pieces.Where(piece => piece.Kind == PieceKind.Added).Select(piece => piece.Token.Text));
        Assert.False(FormulaDifference.Any(FormulaDifference.Between("1+2", "1 +\n2", Names)));
    }

    [Fact]
    public void The_best_is_a_hundred_and_ranks_are_dense()
    {
        var values = new Dictionary<string, decimal?>
        {
            ["а"] = 20,
            ["б"] = 40,
            ["в"] = null,
            ["г"] = 40,
            ["д"] = 0,
        };
        var direct = FormulaStandings.Of(values, FormulaDirection.Direct, false, null);
        Assert.Equal(
            [(50m, 2), (100m, 1), (null, null), (100m, 1), (0m, 3)],
            direct.Values.Select(standing => (standing.Percent, standing.Rank))
        );
        var inverse = FormulaStandings.Of(values, FormulaDirection.Inverse, false, null);
        Assert.Equal(
            [(0m, 2), (0m, 3), (null, null), (0m, 3), (100m, 1)],
            inverse.Values.Select(standing => (standing.Percent, standing.Rank))
        );
    }
}
