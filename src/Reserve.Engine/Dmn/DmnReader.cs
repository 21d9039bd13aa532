using System.Xml.Linq;
using Reserve.Engine.Dmn.Execution;
using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Dmn.Xml;

namespace Reserve.Engine.Dmn;

/// <summary>What reading a DMN file gave.</summary>
/// <param name="Model">The compiled model; null when the file is not DMN at all. With faults inside, the sound parts can still be
/// evaluated.</param>
/// <param name="Diagnostics">All findings at once, with their places.</param>
public sealed record DmnReadResult(DmnModel? Model, IReadOnlyList<DmnDiagnostic> Diagnostics)
{
    /// <summary>Whether the model may be published: it was read, and no finding is an error.</summary>
    public bool Ok => Model is not null && Diagnostics.All(diagnostic => diagnostic.Severity != DmnSeverity.Error);
}

/// <summary>Reads DMN 1.2 to 1.6 files (OMG DMN, clause 12: XML without a document type definition).</summary>
public static class DmnReader
{
    /// <summary>Reads and compiles a model.</summary>
    /// <param name="stream">The XML.</param>
    /// <param name="imports">Other models which this one may import, as <see cref="ReadDefinitions"/> gives them.</param>
    /// <returns>The model with findings; never throws on content.</returns>
    public static DmnReadResult Read(Stream stream, params IEnumerable<DmnDefinitions> imports)
    {
        var diagnostics = new List<DmnDiagnostic>();
        return Compile(Read(stream, diagnostics), [.. imports], diagnostics);
    }

    /// <summary>Reads and compiles a model.</summary>
    /// <param name="xml">The XML.</param>
    /// <param name="imports">Other models which this one may import.</param>
    /// <returns>The model with findings; never throws on content.</returns>
    public static DmnReadResult Read(string xml, params IEnumerable<DmnDefinitions> imports)
    {
        ArgumentNullException.ThrowIfNull(xml);
        var diagnostics = new List<DmnDiagnostic>();
        return Compile(DmnXml.Load(xml, diagnostics) is { } root ? Definitions(root, diagnostics) : null, [.. imports], diagnostics);
    }

    /// <summary>Reads what stands in a file, without compiling it.</summary>
    /// <param name="stream">The XML.</param>
    /// <returns>The definitions, or null with findings.</returns>
    public static (DmnDefinitions? Definitions, IReadOnlyList<DmnDiagnostic> Diagnostics) ReadDefinitions(Stream stream)
    {
        var diagnostics = new List<DmnDiagnostic>();
        return (Read(stream, diagnostics), diagnostics);
    }

    /// <summary>Reads and compiles a model of a folder; the other DMN files of the folder may be imported.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The model with findings; never throws on content, and a file that cannot be read is a finding.</returns>
    public static DmnReadResult ReadFile(string path)
    {
        var diagnostics = new List<DmnDiagnostic>();
        return ReadNamed(path, diagnostics) is { } definitions
            ? Compile(definitions, definitions.Imports.Count == 0 ? [] : Neighbours(path), diagnostics)
            : new DmnReadResult(null, diagnostics);
    }

    private static DmnDefinitions? ReadNamed(string path, List<DmnDiagnostic> diagnostics)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Read(stream, diagnostics);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(
                DmnDiagnostic.Error(
                    "file",
                    $"файл не читается: {problem.Message}",
                    $"the file cannot be read: {problem.Message}",
                    new DmnPlace("file", null, null, 0, 0)
                )
            );
            return null;
        }
    }

    private static List<DmnDefinitions> Neighbours(string path)
    {
        var found = new List<DmnDefinitions>();
        foreach (
            var other in Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, "*.dmn").Order(StringComparer.Ordinal)
        )
        {
            if (Path.GetFileName(other) == Path.GetFileName(path))
                continue;
            // A neighbour with faults is missed only when it is imported, which is told then.
            if (ReadNamed(other, []) is { } definitions)
                found.Add(definitions);
        }

        return found;
    }

    private static DmnReadResult Compile(DmnDefinitions? definitions, List<DmnDefinitions> imports, List<DmnDiagnostic> diagnostics)
    {
        if (definitions is null)
            return new DmnReadResult(null, diagnostics);
        var graph = new DmnGraph(definitions, imports, diagnostics);
        return new DmnReadResult(new DmnModel(new DmnProgram(graph, diagnostics)), diagnostics);
    }

    private static DmnDefinitions? Read(Stream stream, List<DmnDiagnostic> diagnostics) =>
        DmnXml.Load(stream, diagnostics) is { } root ? Definitions(root, diagnostics) : null;

    private static DmnDefinitions? Definitions(XElement root, List<DmnDiagnostic> diagnostics) =>
        new DmnDefinitionsXml(diagnostics).Read(root);
}
