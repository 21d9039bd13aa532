using Reserve.Engine.Dmn.Model;

namespace Reserve.Engine.Dmn;

/// <summary>How grave a finding is.</summary>
public enum DmnSeverity
{
    /// <summary>Worth knowing.</summary>
    Information,

    /// <summary>Probably not meant so.</summary>
    Warning,

    /// <summary>The element cannot be evaluated as written.</summary>
    Error,
}

/// <summary>A finding about a DMN file, with its place.</summary>
/// <param name="Severity">How grave it is.</param>
/// <param name="Code">A stable code, for instance <c>rules-overlap</c>.</param>
/// <param name="Message">What is wrong, in Russian, for the author of the model.</param>
/// <param name="English">The same in English.</param>
/// <param name="Place">The element and its line.</param>
public sealed record DmnDiagnostic(DmnSeverity Severity, string Code, string Message, string English, DmnPlace Place)
{
    /// <summary>One line for a console: place, severity, code, message in Russian.</summary>
    /// <returns>The line.</returns>
    public override string ToString() =>
        $"{Place.Line}:{Place.Column} {Severity.ToString().ToLowerInvariant()} {Code}: {Message} "
        + $"[{Place.Element}{(Place.Name is { Length: > 0 } name ? " «" + name + "»" : "")}]";

    internal static DmnDiagnostic Error(string code, string message, string english, DmnPlace place) =>
        new(DmnSeverity.Error, code, message, english, place);

    internal static DmnDiagnostic Warning(string code, string message, string english, DmnPlace place) =>
        new(DmnSeverity.Warning, code, message, english, place);

    internal static DmnDiagnostic Information(string code, string message, string english, DmnPlace place) =>
        new(DmnSeverity.Information, code, message, english, place);
}
