using System.Text.Json.Serialization;

namespace Reserve.Web.Runtime.Inputs;

/// <summary>What was done to a run in a step that no event of the engine says: a closed set.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Migrated), "migrate")]
[JsonDerivedType(typeof(Undone), "undo-migration")]
internal abstract record GivenAct
{
    private GivenAct() { }

    /// <summary>It was taken over from one version to another; old element id to new one.</summary>
    public sealed record Migrated(Guid From, Guid To, IReadOnlyDictionary<string, string> Mapping) : GivenAct;

    /// <summary>It got the state back that it had before the migration of this step.</summary>
    public sealed record Undone(int Step) : GivenAct;
}
