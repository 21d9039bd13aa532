namespace Reserve.Web.Runtime.Activities;

/// <summary>
/// Marks a command as an activity of the process editor: a service task bound to <paramref name="type"/> sends the command.
/// Inputs are bound to the command's properties by name; the properties of its result become variables of the process.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class ActivityAttribute(string type) : Attribute
{
    public string Type { get; } = type;

    /// <summary>What the editor shows beside the name.</summary>
    public string? Title { get; init; }
}
