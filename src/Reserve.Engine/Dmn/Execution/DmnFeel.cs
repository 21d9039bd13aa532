using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>FEEL texts of DMN files: their language, and their faults as findings about the file.</summary>
internal static class DmnFeel
{
    /// <summary>FEEL of every version; nothing said means FEEL.</summary>
    public static bool IsFeel(string? language) =>
        string.IsNullOrWhiteSpace(language) || language.Contains("feel", StringComparison.OrdinalIgnoreCase);

    public static DmnDiagnostic WrongLanguage(DmnText text) =>
        DmnDiagnostic.Error(
            "language",
            $"язык выражения «{text.Language}» не поддерживается, только FEEL",
            $"the expression language '{text.Language}' is not supported, only FEEL",
            text.Place
        );

    public static void Report(FeelParseResult parsed, DmnText text, List<DmnDiagnostic> diagnostics)
    {
        foreach (var fault in parsed.Diagnostics)
            diagnostics.Add(DmnDiagnostic.Error("feel", fault.Message, fault.Message, DmnRun.LineOf(text.Place, fault.Line, fault.Column)));
    }
}
