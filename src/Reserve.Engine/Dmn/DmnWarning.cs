using Reserve.Engine.Dmn.Model;

namespace Reserve.Engine.Dmn;

/// <summary>Why something became null or was left out while evaluating.</summary>
/// <param name="Message">What happened, in Russian, for the author of the model.</param>
/// <param name="Place">The element and its line.</param>
public sealed record DmnWarning(string Message, DmnPlace Place)
{
    /// <summary>One line for a console.</summary>
    /// <returns>The line.</returns>
    public override string ToString() =>
        $"{Place.Line}:{Place.Column}: {Message} [{Place.Element}{(Place.Name is { Length: > 0 } name ? " «" + name + "»" : "")}]";
}
