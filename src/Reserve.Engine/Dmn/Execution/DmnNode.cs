using Reserve.Engine.Dmn.Model;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>An element of the requirement graph with what it requires.</summary>
internal sealed class DmnNode(DmnElement element, DmnDefinitions owner, int index)
{
    public DmnElement Element { get; } = element;

    /// <summary>The file it stands in.</summary>
    public DmnDefinitions Owner { get; } = owner;

    /// <summary>Its number within the linked graph.</summary>
    public int Index { get; } = index;

    /// <summary>What it requires, in the order of the file.</summary>
    public IReadOnlyList<DmnLink> Requires { get; private set; } = [];

    /// <summary>Whether all it requires stands in its own model under different names.</summary>
    public bool HasPlainScope { get; private set; }

    /// <summary>For a decision service: its decisions and inputs.</summary>
    public DmnServiceLinks? Service { get; set; }

    public string Name { get; } = element.Variable.Name;

    /// <summary>Its name with the namespace of its model, as a key of inputs.</summary>
    public string QualifiedName { get; } = QualifiedKey(owner.Namespace, element.Variable.Name);

    /// <summary>The key of an element of another model among inputs, where its plain name would not do.</summary>
    public static string QualifiedKey(string ns, string name) => $"{{{ns}}}{name}";

    /// <summary>Says what it requires; once, while linking.</summary>
    public void Require(IReadOnlyList<DmnLink> links)
    {
        Requires = links;
        HasPlainScope = links.All(link => link.Prefix.Length == 0) && links.DistinctBy(link => link.Target.Name).Count() == links.Count;
    }
}

/// <summary>A requirement: the node, and the import name under which it is known here (empty in its own file).</summary>
internal sealed record DmnLink(DmnNode Target, string Prefix, DmnReference Reference);

/// <summary>The parts of a decision service.</summary>
internal sealed record DmnServiceLinks(
    IReadOnlyList<DmnLink> Outputs,
    IReadOnlyList<DmnLink> InputDecisions,
    IReadOnlyList<DmnLink> InputData
);
