using System.Text.Json;
using System.Text.RegularExpressions;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel.Analysis;

namespace Reserve.Web.Runtime.Forms;

/// <summary>What is wrong with a form's file, for its page and for publishing.</summary>
internal static partial class FormChecks
{
    /// <summary>The mistakes that the file shows by itself.</summary>
    public static IReadOnlyList<FormFinding> Of(string json)
    {
        try
        {
            return TaskForm.Read(json).Findings;
        }
        catch (JsonException bad)
        {
            return [new FormFinding("", $"это не JSON: {JsonPlace.Of(bad, json)}")];
        }
    }

    /// <summary>
    /// Doubts about the formulas of a form: names that are neither fields of it nor written anywhere in the process, and calls that no
    /// function takes.
    /// </summary>
    /// <param name="form">The form.</param>
    /// <param name="process">The texts of the process: its drawing, its other forms, its samples.</param>
    public static IEnumerable<FormFinding> Doubts(TaskForm form, IEnumerable<string> process)
    {
        var all = form.Parts.SelectMany(part => part.All).ToList();
        if (!all.SelectMany(field => field.Formulas).Any())
            return [];
        var fields = all.SelectMany(field => field.Key.Split('.')).Where(key => key.Length > 0).ToHashSet(StringComparer.Ordinal);
        var names = process.SelectMany(text => Word().Matches(text).Select(word => word.Value)).ToHashSet(StringComparer.Ordinal);
        names.UnionWith([.. fields, "this", "parent"]);
        return from field in all
            from formula in field.Formulas
            let expression = formula.Expression
            where expression is not null
            from found in FeelCheck.Check(expression, names)
            let near = BpmnNames.Nearest(found.Found, fields)
            let meant = near is null || found.Message.Contains(near, StringComparison.Ordinal) ? "" : $"; возможно, «{near}»"
            select new FormFinding($"«{field.Called}»", $"формула «{formula.Text}»: {found.Message}{meant}", IsError: false);
    }

    [GeneratedRegex(@"[\p{L}_][\p{L}\p{Nd}_]*", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
