using Reserve.Engine.Feel;

namespace Reserve.Web.Runtime.Desk;

/// <summary>What a variable of a case is compared with.</summary>
/// <param name="Name">Of the variable.</param>
/// <param name="Comparison">One of <see cref="Comparisons"/>.</param>
/// <param name="Value">What stands on the right.</param>
internal sealed record VariableTest(string Name, string Comparison, FeelValue Value)
{
    private const string Contains = "contains";
    private static readonly FeelOptions Timeless = new(DateTimeOffset.UnixEpoch);

    private static readonly Dictionary<string, FeelExpression> Compared = (
        (string[])["=", "!=", ">", ">=", "<", "<=", Contains]
    ).ToDictionary(
        sign => sign,
        sign =>
            FeelExpression
                .Parse(
                    sign == Contains ? "contains(lower case(string(given)), lower case(string(wanted)))" : $"given {sign} wanted",
                    ["given", "wanted"]
                )
                .Expression!
    );

    public static IReadOnlyCollection<string> Comparisons => Compared.Keys;

    /// <summary>A case without the variable never holds, nor one whose value cannot be compared.</summary>
    public bool Holds(FeelContext variables) =>
        variables.TryGet(Name, out var given)
        && Compared[Comparison].Evaluate(FeelContext.Of(("given", given), ("wanted", Value)), Timeless).Value.IsTrue;
}
