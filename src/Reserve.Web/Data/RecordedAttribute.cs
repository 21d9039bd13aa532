namespace Reserve.Web.Data;

/// <summary>
/// On a property of an entity: what it was and became is written beside the journal's row. On the entity: how the journal calls it.
/// </summary>
/// <param name="name">In Russian; the key of its English twin.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
internal sealed class RecordedAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
