namespace Reserve.Web.Runtime.Forms;

/// <summary>Finds computed fields that need each other: none of them would ever have a value.</summary>
internal static class FormCircles
{
    public static IEnumerable<FormFinding> Of(TaskForm form)
    {
        var computed = form
            .Parts.SelectMany(part => part.All)
            .Where(field => field is { Kind: FieldKind.Computed, Formula.Expression: not null })
            .DistinctBy(field => field.Key.Split('.')[^1])
            .ToDictionary(field => field.Key.Split('.')[^1]);
        return from entry in computed
            let field = entry.Value
            where Reaches(field, entry.Key, computed, [])
            select new FormFinding($"«{field.Called}» ({field.Key})", "вычисляемые поля ссылаются друг на друга по кругу");
    }

    private static bool Reaches(FormField from, string to, Dictionary<string, FormField> computed, HashSet<string> seen) =>
        from.Formula!.Expression!.FreeVariables.Any(name =>
            computed.TryGetValue(name, out var next) && (name == to || (seen.Add(name) && Reaches(next, to, computed, seen)))
        );
}
