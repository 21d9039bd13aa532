using System.Globalization;
using Reserve.Engine.Dmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Testing;

/// <summary>What became of one test case.</summary>
/// <param name="File">The file of the case, relative to the folder given.</param>
/// <param name="Case">Its name within the file.</param>
/// <param name="Failures">A line for each result that was not as expected: node, expected, got; empty when the case passed.</param>
public sealed record DmnTestOutcome(string File, string Case, IReadOnlyList<string> Failures)
{
    /// <summary>Whether the case passed.</summary>
    public bool Passed => Failures.Count == 0;
}

/// <summary>Runs test cases of the DMN Technology Compatibility Kit that lie below a folder, each file beside its models.</summary>
public static class DmnTestRunner
{
    /// <summary>Runs all cases below a folder, in the order of the file names.</summary>
    /// <param name="folder">The folder; files whose root element is not testCases are passed over.</param>
    /// <param name="options">Clock and limits for the evaluations.</param>
    /// <returns>One outcome for each case; a model that cannot be read fails its cases, except those that expect an error.</returns>
    public static IEnumerable<DmnTestOutcome> Run(string folder, FeelOptions options)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            DmnTestFile? tests;
            using (var stream = File.OpenRead(file))
                tests = DmnTestFile.Read(stream).File;
            if (tests is null)
                continue;
            var name = Path.GetRelativePath(folder, file);
            var (model, problem) = Load(Path.GetDirectoryName(file)!, tests.ModelName);
            foreach (var test in tests.Cases)
                yield return new DmnTestOutcome(name, test.Id, Run(test, model, problem, options));
        }
    }

    private static (DmnModel? Model, string Problem) Load(string folder, string modelName)
    {
        var path = Path.Combine(folder, Path.GetFileName(modelName));
        if (!File.Exists(path))
            return (null, $"no model '{modelName}'");
        var result = DmnReader.ReadFile(path);
        return (result.Model, result.Model is null ? string.Join("; ", result.Diagnostics) : "");
    }

    private static List<string> Run(DmnTestCase test, DmnModel? model, string problem, FeelOptions options)
    {
        var failures = new List<string>();
        var problems = new List<string>();
        var inputs = FeelContext.From(test.Inputs.Select(input => KeyValuePair.Create(
            input.Namespace is null || input.Namespace == model?.Definitions.Namespace ? input.Name : DmnNode.QualifiedKey(input.Namespace, input.Name),
            DmnTestValues.ToFeel(input.Value, problems))));
        foreach (var expected in test.Results)
        {
            var (value, note) = model is null ? (FeelValue.Null, problem) : Evaluate(test, expected, model, inputs, options);
            var wanted = expected.IsError || expected.Expected is null ? FeelValue.Null : DmnTestValues.ToFeel(expected.Expected, problems);
            var isBroken = model is null && !expected.IsError;
            if (isBroken || !DmnTestValues.Match(wanted, value))
                failures.Add(string.Create(CultureInfo.InvariantCulture, $"{expected.Name} expected {wanted}{(expected.IsError ? " (error)" : "")} got {value}{(note.Length > 0 ? $" [{note}]" : "")}"));
        }

        return failures;
    }

    private static (FeelValue Value, string Note) Evaluate(DmnTestCase test, DmnTestResult expected, DmnModel model, FeelContext inputs, FeelOptions options)
    {
        var name = expected.Namespace is null || expected.Namespace == model.Definitions.Namespace ? expected.Name : DmnNode.QualifiedKey(expected.Namespace, expected.Name);
        DecisionResult result;
        if (test.Kind == DmnTestKind.Decision)
        {
            result = model.Evaluate(name, inputs, options);
            if (!result.IsKnown)
                result = model.Invoke(name, inputs, options);
        }
        else
        {
            result = model.Invoke(test.InvocableName ?? name, inputs, options);
        }

        var value = result.Value;
        if (test.Kind == DmnTestKind.DecisionService && test.Results.Count > 1)
            value = value.AsContext() is { } outputs && outputs.TryGet(expected.Name, out var output) ? output : FeelValue.Null;
        return (value, string.Join("; ", result.Warnings.Take(3)));
    }
}
