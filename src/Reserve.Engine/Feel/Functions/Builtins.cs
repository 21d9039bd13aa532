namespace Reserve.Engine.Feel.Functions;

/// <summary>All built-in functions by name.</summary>
internal static class Builtins
{
    private static readonly Dictionary<string, Builtin> All = Gather();

    public static IEnumerable<string> Names => All.Keys;

    public static Builtin? Find(string name) => All.GetValueOrDefault(name);

    private static Dictionary<string, Builtin> Gather()
    {
        IEnumerable<Builtin> all =
        [
            .. ConversionFunctions.All,
            .. TextFunctions.All,
            .. ListFunctions.All,
            .. NumberFunctions.All,
            .. TemporalFunctions.All,
            .. RangeFunctions.All,
            .. WorkingFunctions.All,
            .. ContextFunctions.All,
        ];
        return all.ToDictionary(builtin => builtin.Name, StringComparer.Ordinal);
    }
}
