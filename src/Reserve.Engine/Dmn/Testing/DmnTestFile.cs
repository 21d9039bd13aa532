using System.Xml.Linq;
using Reserve.Engine.Dmn.Xml;

namespace Reserve.Engine.Dmn.Testing;

/// <summary>A file of test cases in the format of the DMN Technology Compatibility Kit (<c>testCases.xsd</c>).</summary>
/// <param name="ModelName">Path of the model from the folder of the file; empty when the file names none.</param>
/// <param name="Cases">The cases.</param>
public sealed record DmnTestFile(string ModelName, IReadOnlyList<DmnTestCase> Cases)
{
    /// <summary>Reads a file.</summary>
    /// <param name="stream">XML; a document type definition is refused.</param>
    /// <returns>The cases, or null with findings when it is not such a file.</returns>
    public static (DmnTestFile? File, IReadOnlyList<DmnDiagnostic> Diagnostics) Read(Stream stream)
    {
        var diagnostics = new List<DmnDiagnostic>();
        // A value of nothing but spaces is a value.
        var root = DmnXml.Load(stream, diagnostics, keepSpace: true);
        if (root is null)
            return (null, diagnostics);
        if (root.Name.LocalName != "testCases")
        {
            diagnostics.Add(
                DmnDiagnostic.Error(
                    "test-cases",
                    $"корневой элемент {root.Name.LocalName}, а не testCases",
                    $"the root element is {root.Name.LocalName}, not testCases",
                    root.Place()
                )
            );
            return (null, diagnostics);
        }

        var cases = Children(root, "testCase").Select((element, index) => Case(element, index + 1)).ToList();
        return (new DmnTestFile(Children(root, "modelName").FirstOrDefault()?.Value.Trim() ?? "", cases), diagnostics);
    }

    private static DmnTestCase Case(XElement element, int number) =>
        new(
            element.Text("id") ?? element.Text("name") ?? number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            element.Text("type") switch
            {
                "bkm" => DmnTestKind.KnowledgeModel,
                "decisionService" => DmnTestKind.DecisionService,
                _ => DmnTestKind.Decision,
            },
            element.Text("invocableName"),
            [
                .. Children(element, "inputNode")
                    .Select(node => new DmnTestInput(node.Name(), node.Text("namespace"), DmnTestValue.Read(node))),
            ],
            [.. Children(element, "resultNode").Select(Result)]
        );

    private static DmnTestResult Result(XElement element) =>
        new(
            element.Name(),
            element.Text("namespace"),
            element.Text("errorResult")?.Trim() is "true" or "1",
            Children(element, "expected").Select(DmnTestValue.Read).FirstOrDefault()
        );

    internal static IEnumerable<XElement> Children(XElement element, string name) =>
        element.Elements().Where(child => child.Name.LocalName == name);
}

/// <summary>What a test case evaluates.</summary>
public enum DmnTestKind
{
    /// <summary>Decisions, by the names of the result nodes.</summary>
    Decision,

    /// <summary>A business knowledge model, called with the inputs.</summary>
    KnowledgeModel,

    /// <summary>A decision service, called with the inputs.</summary>
    DecisionService,
}

/// <summary>A test case.</summary>
/// <param name="Id">Its name within the file.</param>
/// <param name="Kind">What it evaluates.</param>
/// <param name="InvocableName">The decision service or knowledge model, when it calls one.</param>
/// <param name="Inputs">Given values.</param>
/// <param name="Results">Expected values.</param>
public sealed record DmnTestCase(
    string Id,
    DmnTestKind Kind,
    string? InvocableName,
    IReadOnlyList<DmnTestInput> Inputs,
    IReadOnlyList<DmnTestResult> Results
);

/// <summary>A given value.</summary>
/// <param name="Name">Name of the input.</param>
/// <param name="Namespace">Namespace of its model, when it is not that of the tested one.</param>
/// <param name="Value">The value.</param>
public sealed record DmnTestInput(string Name, string? Namespace, DmnTestValue Value);

/// <summary>An expected value.</summary>
/// <param name="Name">Name of the decision.</param>
/// <param name="Namespace">Namespace of its model, when it is not that of the tested one.</param>
/// <param name="IsError">Whether an error, so null, is expected.</param>
/// <param name="Expected">The value; null when none is written.</param>
public sealed record DmnTestResult(string Name, string? Namespace, bool IsError, DmnTestValue? Expected);

/// <summary>A value as written in a test file: a text with a schema type, a list, components, or nil.</summary>
/// <param name="Text">The text, for a simple value.</param>
/// <param name="Type">Local name of its <c>xsi:type</c>, when given.</param>
/// <param name="Items">Items of a list.</param>
/// <param name="Components">Components of a structure.</param>
public sealed record DmnTestValue(
    string? Text,
    string? Type,
    IReadOnlyList<DmnTestValue>? Items,
    IReadOnlyList<KeyValuePair<string, DmnTestValue>>? Components
)
{
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>The value nil.</summary>
    public static DmnTestValue Nil { get; } = new(null, null, null, null);

    internal static DmnTestValue Read(XElement element)
    {
        if (IsNil(element))
            return Nil;
        if (DmnTestFile.Children(element, "list").FirstOrDefault() is { } list)
            return IsNil(list) ? Nil : new(null, null, [.. DmnTestFile.Children(list, "item").Select(Read)], null);
        var components = DmnTestFile.Children(element, "component").ToList();
        if (components.Count > 0)
            return new(
                null,
                null,
                null,
                [.. components.Select(component => KeyValuePair.Create(component.Text("name") ?? "", Read(component)))]
            );
        return DmnTestFile.Children(element, "value").FirstOrDefault() is { } value && !IsNil(value)
            ? new(value.Value, TypeName(value), null, null)
            : Nil;
    }

    private static bool IsNil(XElement element) => element.Attribute(Instance + "nil")?.Value.Trim() is "true" or "1";

    private static string? TypeName(XElement element)
    {
        var type = element.Attribute(Instance + "type")?.Value.Trim();
        return type?[(type.IndexOf(':') + 1)..];
    }
}
