using Reserve.Engine.Feel.Evaluation;

namespace Reserve.Engine.Feel;

/// <summary>What a function of the host's is called with besides its arguments.</summary>
public sealed class FeelCall
{
    internal FeelCall(FeelState state) => State = state;

    /// <summary>Clock and limits of the evaluation under way.</summary>
    public FeelOptions Options => State.Options;

    internal FeelState State { get; }

    /// <summary>Says why the call gives null.</summary>
    public void Warn(string message) => State.Warn(State.At, message);

    /// <summary>Hands on the warnings of an inner evaluation.</summary>
    public void Warn(IEnumerable<FeelWarning> warnings)
    {
        ArgumentNullException.ThrowIfNull(warnings);
        foreach (var warning in warnings)
            State.Warn(-1, warning.Message);
    }
}
