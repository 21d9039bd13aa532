using Reserve.Engine.Dmn.Testing;
using Reserve.Engine.Feel;

namespace Reserve.Conformance;

/// <summary>The DMN Technology Compatibility Kit; a case is named by its file, without folders above its own, and its id.</summary>
internal static class DmnTckSuite
{
    public static IEnumerable<CaseResult> Run(string folder) =>
        DmnTestRunner
            .Run(folder, new FeelOptions(TimeProvider.System.GetLocalNow()))
            .Select(outcome => new CaseResult(
                $"{Path.GetFileNameWithoutExtension(outcome.File)}/{outcome.Case}",
                outcome.Passed,
                string.Join(" | ", outcome.Failures)
            ));
}
