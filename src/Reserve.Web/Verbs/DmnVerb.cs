using Reserve.Engine.Dmn;
using Reserve.Engine.Dmn.Testing;
using Reserve.Engine.Feel;
using Reserve.Web.Features.Calendar;

namespace Reserve.Web.Verbs;

/// <summary><c>reserve dmn …</c>: runs test kits, evaluates decisions, checks models.</summary>
internal static class DmnVerb
{
    private const string Usage = """
        reserve dmn test DIR…
        reserve dmn eval FILE.dmn DECISION --context FILE.json
        reserve dmn lint FILE.dmn…
        """;

    public static async Task<int> Run(string[] args, TimeProvider clock)
    {
        var options = new FeelOptions(clock.GetLocalNow()) { Calendar = ShippedCalendar.Instance };
        return args switch
        {
            ["test", _, ..] => await Test(args[1..], options),
            ["lint", _, ..] => await Lint(args[1..]),
            ["eval", var file, var decision] => await Eval(file, decision, null, options),
            ["eval", var file, var decision, "--context", var context] => await Eval(file, decision, context, options),
            ["eval", "--context", var context, var file, var decision] => await Eval(file, decision, context, options),
            _ => await Verb.WrongCallAsync(Usage),
        };
    }

    private static async Task<int> Test(string[] folders, FeelOptions options)
    {
        if (folders.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing)
        {
            await Console.Error.WriteLineAsync($"нет папки {missing}");
            return Verb.BadInput;
        }

        var (passed, failed) = (0, 0);
        await using var output = new StreamWriter(Console.OpenStandardOutput());
        foreach (var folder in folders)
        {
            foreach (var outcome in DmnTestRunner.Run(folder, options))
            {
                _ = outcome.Passed ? passed++ : failed++;
                foreach (var failure in outcome.Failures)
                    await output.WriteLineAsync($"{outcome.File} {outcome.Case} {failure.ReplaceLineEndings(" ")}");
            }
        }

        await output.WriteLineAsync($"{passed} passed, {failed} failed");
        return failed == 0 ? Verb.Fine : Verb.BadInput;
    }

    /// <summary>Prints every finding; errors make the call fail, warnings do not.</summary>
    private static async Task<int> Lint(string[] files)
    {
        var hasErrors = false;
        foreach (var file in files)
        {
            if (!File.Exists(file))
            {
                await Console.Error.WriteLineAsync($"нет файла {file}");
                return Verb.BadInput;
            }

            var read = DmnReader.ReadFile(file);
            IReadOnlyList<DmnDiagnostic> findings = [.. read.Diagnostics, .. read.Model is null ? [] : DmnLint.Check(read.Model)];
            foreach (var finding in findings)
                await Console.Out.WriteLineAsync($"{file}:{finding}");
            hasErrors |= findings.Any(finding => finding.Severity == DmnSeverity.Error);
        }

        return hasErrors ? Verb.BadInput : Verb.Fine;
    }

    private static async Task<int> Eval(string file, string decision, string? contextFile, FeelOptions options)
    {
        if (!File.Exists(file))
        {
            await Console.Error.WriteLineAsync($"нет файла {file}");
            return Verb.BadInput;
        }

        var read = DmnReader.ReadFile(file);
        foreach (var diagnostic in read.Diagnostics)
            await Console.Error.WriteLineAsync($"{file}:{diagnostic}");
        if (read.Model is null)
            return Verb.BadInput;
        if ((contextFile is null ? FeelContext.Empty : await ContextFile.Read(contextFile, read.Model.ReadInputs)) is not { } inputs)
            return Verb.BadInput;
        var result = read.Model.Evaluate(decision, inputs, options);
        if (!result.IsKnown)
            result = read.Model.Invoke(decision, inputs, options);
        foreach (var warning in result.Warnings)
            await Console.Error.WriteLineAsync($"{file}:{warning}");
        if (!result.IsKnown)
            return Verb.BadInput;
        await Console.Out.WriteLineAsync(FeelJson.ToText(result.Value));
        return read.Ok ? Verb.Fine : Verb.BadInput;
    }
}
