using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>FEEL texts of DMN files: their language, and their faults as findings about the file.</summary>
internal static class DmnFeel
{
    /// <summary>FEEL of every version; nothing said means FEEL. B-FEEL of DMN 1.6 is another language: it gives other values for the same text.</summary>
    public static bool IsFeel(string? language) =>
        string.IsNullOrWhiteSpace(language) || (language.Contains("feel", StringComparison.OrdinalIgnoreCase) && !IsBusinessFeel(language));

    public static bool IsBusinessFeel(string language) =>
        language.Contains("b-feel", StringComparison.OrdinalIgnoreCase) || language.Contains("bfeel", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why a text in another language gives nothing.</summary>
    public static string WrongLanguage(string language) =>
        IsBusinessFeel(language)
            ? $"язык выражения B-FEEL («{language}», DMN 1.6) не поддерживается, только FEEL"
            : $"язык выражения «{language}» не поддерживается, только FEEL";

    public static DmnDiagnostic WrongLanguage(DmnText text) =>
        DmnDiagnostic.Error(
            "language",
            WrongLanguage(text.Language!),
            $"the expression language '{text.Language}' is not supported, only FEEL",
            text.Place
        );

    public static void Report(FeelParseResult parsed, DmnText text, List<DmnDiagnostic> diagnostics)
    {
        foreach (var fault in parsed.Diagnostics)
            diagnostics.Add(DmnDiagnostic.Error("feel", fault.Message, fault.Message, DmnRun.LineOf(text.Place, fault.Line, fault.Column)));
    }
}
