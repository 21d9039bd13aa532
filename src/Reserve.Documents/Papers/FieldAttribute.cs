namespace Reserve.Documents.Papers;

/// <summary>What a property of a record says in the paper, in Russian: for whoever writes its template.</summary>
/// <param name="meaning">A few words, without a full stop.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FieldAttribute(string meaning) : Attribute
{
    /// <summary>The words.</summary>
    public string Meaning { get; } = meaning;
}
