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
    public List<DmnLink> Requires { get; } = [];

    /// <summary>For a decision service: its decisions and inputs.</summary>
    public DmnServiceLinks? Service { get; set; }

    public string Name => Element.Variable.Name;
}

/// <summary>A requirement: the node, and the import name under which it is known here (empty in its own file).</summary>
internal sealed record DmnLink(DmnNode Target, string Prefix, DmnReference Reference);

/// <summary>The parts of a decision service.</summary>
internal sealed record DmnServiceLinks(IReadOnlyList<DmnLink> Outputs, IReadOnlyList<DmnLink> InputDecisions, IReadOnlyList<DmnLink> InputData);
