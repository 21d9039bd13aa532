namespace Reserve.Engine.Feel;

/// <summary>What a function of the host's is called with besides its arguments.</summary>
public sealed class FeelCall
{
    private readonly List<FeelWarning> _warnings;

    internal FeelCall(FeelOptions options, List<FeelWarning> warnings)
    {
        Options = options;
        _warnings = warnings;
    }

    /// <summary>Clock and limits of the evaluation under way.</summary>
    public FeelOptions Options { get; }

    /// <summary>Says why the call gives null.</summary>
    public void Warn(string message) => _warnings.Add(new FeelWarning(message, 0, 0));
}
