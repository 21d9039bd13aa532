using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>The samples of a bundle must go as they say: whoever changes what a process does changes them, knowingly.</summary>
internal sealed class SampleChecks(Samples samples) : IBundleCheck
{
    /// <summary>Of a sample that fails at many places only the first are told.</summary>
    private const int Told = 3;

    public IEnumerable<BpmnDiagnostic> Of(CheckedBundle bundle)
    {
        // A drawing that does not compile says so itself.
        if (bundle.Processes.Count == 0 || bundle.Processes.Count < bundle.Keys.Count)
            yield break;
        var rules = ProcessCompiler.Rules(bundle.Bundle.Files);
        foreach (var (path, text) in bundle.Bundle.Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (BundleFile.KindOf(path) != BundleFileKind.Sample || !SampleRun.IsPlayed(text))
                continue;
            using var run = samples.Play(text, bundle.Processes.Select(process => process.Definition), rules);
            foreach (var problem in run.Problems)
                yield return Error(path, $"образец {problem}");
            foreach (var failure in run.Scenario.Failures.Take(Told))
                yield return Error(path, $"шаг {failure.Step + 1} ({failure.What}): ожидалось «{failure.Expected}», вышло «{failure.Got}»");
        }
    }

    private static BpmnDiagnostic Error(string path, string message) =>
        new("sample-fails", BpmnSeverity.Error, "", 0, $"{path}: {message}");
}
