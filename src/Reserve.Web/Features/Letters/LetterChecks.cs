using System.Text.Json;
using Reserve.Documents.Letters;
using Reserve.Documents.Templates;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Letters;

/// <summary>
/// Mistakes in letters before they are published: how they are written, names that they will not find, and letters that the drawing
/// sends and the bundle does not have.
/// </summary>
internal sealed class LetterChecks(IEnumerable<LetterKind> letters) : IBundleCheck
{
    /// <summary>The input of an activity that names a letter, and the one that fills it.</summary>
    private const string Letter = "letter";

    private const string Data = "data";

    /// <summary>What a day it is makes no mistake.</summary>
    private static readonly DateTimeOffset SomeDay = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    public IEnumerable<BpmnDiagnostic> Of(ProcessBundle bundle, IReadOnlyCollection<string> keys, IReadOnlyList<CompiledProcess> processes)
    {
        var own = bundle
            .Files.Where(file => BundleFile.KindOf(file.Key) == BundleFileKind.Letter)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file.Key), file => file.Value, StringComparer.Ordinal);
        var sent = (
            from element in processes.SelectMany(process => process.Definition.BoundElements)
            let name = BundleChecks.Literal(element.Binding!, Letter)
            where name is not null
            select (element.Id, Binding: element.Binding!, Name: name)
        ).ToList();
        var told = (
            from element in processes.SelectMany(process => process.Definition.BoundElements)
            where element.Binding!.ActivityType == HumanTask.ActivityType
            from input in new[] { TaskDeadline.RemindLetterInput, TaskDeadline.EscalateLetterInput }
            let name = BundleChecks.Literal(element.Binding!, input)
            where name is not null
            select (element.Id, Binding: element.Binding!, Name: name)
        ).ToList();
        foreach (var (name, text) in own)
        {
            // What the drawing sends, the drawing fills.
            var known = sent.Exists(sending => sending.Name == name)
                ? null
                : letters.FirstOrDefault(letter => keys.Contains(letter.Process) && letter.Names.Contains(name));
            var example = told.Exists(telling => telling.Name == name) ? DeadlineLetter.Example : known?.Example;
            foreach (var problem in Problems(text, example))
                yield return new("bad-letter", BpmnSeverity.Error, "", 0, $"{ProcessLetters.PathOf(name)}: {problem}");
        }

        foreach (var (id, binding, name) in told.Where(telling => !own.ContainsKey(telling.Name)))
            yield return Unknown(id, binding, name, own.Keys);
        foreach (var (id, binding, name) in sent)
        {
            if (!own.TryGetValue(name, out var text))
                yield return Unknown(id, binding, name, own.Keys);
            else if (Given(binding.Input(Data)) is { } given && Needed(text).Except(given).ToList() is { Count: > 0 } missing)
                yield return new(
                    "letter-data",
                    BpmnSeverity.Warning,
                    id,
                    binding.Line,
                    $"Письмо «{name}» печатает {string.Join(", ", missing.Select(one => $"«{one}»"))}, а во входе «{Data}» этого нет"
                        + BundleChecks.Meant(missing[0], given)
                );
        }
    }

    private static BpmnDiagnostic Unknown(string id, ActivityBinding binding, string name, IEnumerable<string> known) =>
        new(
            "unknown-letter",
            BpmnSeverity.Error,
            id,
            binding.Line,
            $"Письма «{name}» нет в составе процесса" + BundleChecks.Meant(name, known)
        );

    /// <summary>Every problem of a letter that can be told without what it will be filled with.</summary>
    /// <param name="text">The letter's file.</param>
    /// <param name="example">An example of its record; null for a letter that only the process itself sends.</param>
    public static IReadOnlyList<TemplateProblem> Problems(string text, LetterRecord? example) =>
        example is null
            ? LetterTemplate.Open(text, new TemplateOptions { Expressions = TemplateFeel.Syntax() }).Problems
            : LetterFiles.Open(text, example.Data(), SomeDay).Check(example.Data());

    /// <summary>The names that a letter prints outside of sections and has no word instead of.</summary>
    private static List<string> Needed(string text)
    {
        var needed = new List<string>();
        var depth = 0;
        foreach (var tag in LetterTemplate.Open(text).Tags)
        {
            if (tag.Kind is TemplateTagKind.Section or TemplateTagKind.Condition or TemplateTagKind.Inverted)
                depth++;
            else if (tag.Kind == TemplateTagKind.Close)
                depth--;
            else if (
                depth == 0
                && !tag.Text.Contains("| иначе", StringComparison.Ordinal)
                && LetterExample.IsName(tag.Expression.Split('.')[0])
            )
                needed.Add(tag.Expression.Split('.')[0]);
        }

        return [.. needed.Distinct()];
    }

    /// <summary>The names that the drawing gives; null when only a run knows them.</summary>
    private static List<string>? Given(BindingInput? data)
    {
        if (data?.Value is not { } text)
            return [];
        if (data.ExpressionType != BindingExpressionType.Feel || !text.TrimStart().StartsWith('{'))
            return null;
        return FeelExpression.Parse(text).Expression?.Evaluate(FeelContext.Empty, new FeelOptions(default)).Value.AsContext() is { } context
            ? [.. context.Entries.Select(entry => entry.Key)]
            : null;
    }
}
