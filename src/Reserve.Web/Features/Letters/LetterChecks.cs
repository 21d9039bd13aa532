using Reserve.Documents.Letters;
using Reserve.Documents.Templates;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Letters;

/// <summary>
/// Mistakes in letters before they are published: how they are written, names that they will not find, and letters that the drawing
/// sends and the bundle does not have.
/// </summary>
internal sealed class LetterChecks(IEnumerable<LetterKind> letters) : IBundleCheck
{
    /// <summary>The input of an activity that names a letter.</summary>
    private const string Letter = "letter";

    /// <summary>The input that says to whom it goes.</summary>
    private const string To = "to";

    /// <summary>What a day it is makes no mistake.</summary>
    private static readonly DateTimeOffset SomeDay = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    public IEnumerable<BpmnDiagnostic> Of(CheckedBundle bundle)
    {
        var own = bundle
            .Bundle.Files.Where(file => BundleFile.KindOf(file.Key) == BundleFileKind.Letter)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file.Key), file => file.Value, StringComparer.Ordinal);
        var sent = (
            from process in bundle.Processes
            from element in process.Definition.BoundElements
            let name = BundleChecks.Literal(element.Binding!, Letter)
            where name is not null
            select (Process: process, element.Id, Binding: element.Binding!, Name: name)
        ).ToList();
        var told = (
            from element in bundle.Processes.SelectMany(process => process.Definition.BoundElements)
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
                : letters.FirstOrDefault(letter => bundle.Keys.Contains(letter.Process) && letter.Names.Contains(name));
            var example = told.Exists(telling => telling.Name == name) ? DeadlineLetter.Example : known?.Example;
            foreach (var problem in Problems(text, example))
                yield return new("bad-letter", BpmnSeverity.Error, "", 0, $"{ProcessLetters.PathOf(name)}: {problem}");
        }

        foreach (var (id, binding, name) in told.Where(telling => !own.ContainsKey(telling.Name)))
            yield return Unknown(id, binding, name, own.Keys);
        foreach (var (process, id, binding, name) in sent)
        {
            foreach (var unknown in LetterTo.Of(FeelValue.From(BundleChecks.Literal(binding, To))).Unknown)
                yield return new(
                    "unknown-recipient",
                    BpmnSeverity.Error,
                    id,
                    binding.Line,
                    $"Получатель «{unknown}» — не роль, не человек и не адрес" + BundleChecks.Meant(unknown, Roles.All)
                );
            if (!own.TryGetValue(name, out var text))
                yield return Unknown(id, binding, name, own.Keys);
            else if (
                GivenData.Lacking(
                    "letter-data",
                    $"Письмо «{name}»",
                    (id, binding),
                    LetterTemplate.Open(text).Tags,
                    bundle.Variables!.Of(process)
                ) is
                { } lacking
            )
                yield return lacking;
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
}
