using System.Globalization;
using Reserve.Engine.Dmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Analysis;

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
    /// <returns>One outcome for each case, and one for each file that is no XML; a model that cannot be read fails its cases, except those
    /// that expect an error.</returns>
    public static IEnumerable<DmnTestOutcome> Run(string folder, FeelOptions options)
    {
        foreach (
            var file in Directory
                .EnumerateFiles(folder, "*.xml", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
                .Order(StringComparer.Ordinal)
        )
        {
            var name = Path.GetRelativePath(folder, file);
            var (tests, broken) = Read(file);
            if (broken is not null)
                yield return new DmnTestOutcome(name, "*", [broken]);
            if (tests is null)
                continue;

            var (model, problem) = Load(file, tests.ModelName);
            foreach (var test in tests.Cases)
                yield return new DmnTestOutcome(name, test.Id, Run(test, model, problem, options));
        }
    }

    private static (DmnTestFile? Tests, string? Broken) Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var (tests, diagnostics) = DmnTestFile.Read(stream);
            return (tests, diagnostics.FirstOrDefault(diagnostic => diagnostic.Code == "xml")?.ToString());
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return (null, problem.Message);
        }
    }

    private static (DmnModel? Model, string Problem) Load(string testFile, string modelName)
    {
        var folder = Path.GetDirectoryName(testFile)!;
        if (Find(folder, testFile, modelName.Replace('\\', '/')) is not { } path)
            return (null, modelName.Length == 0 ? "the file names no model" : $"no model '{modelName}'");
        var result = DmnReader.ReadFile(path);
        return (result.Model, result.Model is null ? string.Join("; ", result.Diagnostics) : "");
    }

    /// <summary>
    /// The model at the path named, or of that name beside the tests; when none is named, the one whose name the test file's begins with,
    /// or the only one.
    /// </summary>
    private static string? Find(string folder, string testFile, string modelName)
    {
        if (modelName.Length > 0)
        {
            string[] places = [Path.Combine(folder, modelName), Path.Combine(folder, Path.GetFileName(modelName))];
            return places.FirstOrDefault(File.Exists);
        }

        var models = Directory.GetFiles(folder, "*.dmn");
        return models.Length == 1
            ? models[0]
            : models
                .Where(model => Path.GetFileName(testFile).StartsWith(Path.GetFileNameWithoutExtension(model), StringComparison.Ordinal))
                .MaxBy(model => model.Length);
    }

    private static List<string> Run(DmnTestCase test, DmnModel? model, string problem, FeelOptions options)
    {
        var failures = new List<string>();
        var problems = new List<string>();
        var inputs = FeelContext.From(
            test.Inputs.Select(input =>
            {
                var key = Key(model, input.Namespace, input.Name);
                return KeyValuePair.Create(key, DmnTestValues.ToFeel(input.Value, [], model?.InputType(key)));
            })
        );
        foreach (var expected in test.Results)
        {
            var (value, note) = model is null ? (FeelValue.Null, problem) : Evaluate(test, expected, model, inputs, options);
            var wanted =
                expected.IsError || expected.Expected is null
                    ? FeelValue.Null
                    : DmnTestValues.ToFeel(expected.Expected, problems, TypeInference.OfValue(value));
            var isBroken = model is null && !expected.IsError;
            if (isBroken || !DmnTestValues.Match(wanted, value))
                failures.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{expected.Name} expected {wanted}{(expected.IsError ? " (error)" : "")} got "
                            + $"{value}{(note.Length > 0 ? $" [{note}]" : "")}"
                    )
                );
        }

        // An expectation that cannot be read became null, and may have been found equal to a null; an input that cannot be read is null as
        // well, which a case may want.
        return [.. failures, .. problems];
    }

    private static string Key(DmnModel? model, string? ns, string name) =>
        ns is null || ns == model?.Definitions.Namespace ? name : DmnNode.QualifiedKey(ns, name);

    private static (FeelValue Value, string Note) Evaluate(
        DmnTestCase test,
        DmnTestResult expected,
        DmnModel model,
        FeelContext inputs,
        FeelOptions options
    )
    {
        var name = Key(model, expected.Namespace, expected.Name);
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
        if (test.Kind == DmnTestKind.DecisionService && IsOneOfSeveral(test, expected, model))
            value = value.AsContext() is { } outputs && outputs.TryGet(expected.Name, out var output) ? output : FeelValue.Null;
        return (value, string.Join("; ", result.Warnings.Take(3)));
    }

    /// <summary>Whether a result is one output decision of a service that has several: then the service gives a context of them.</summary>
    private static bool IsOneOfSeveral(DmnTestCase test, DmnTestResult expected, DmnModel model) =>
        model.Definitions.Services.FirstOrDefault(service => service.Name == test.InvocableName || service.Id == test.InvocableName)
            is { Outputs.Count: > 1 } service
            ? expected.Name != service.Name || test.Results.Count > 1
            : test.Results.Count > 1;
}
