namespace Reserve.Mail.Mime;

/// <summary>What a reader accepts before it stops taking a message apart; what lies beyond stays as it is in the enclosing part.</summary>
/// <param name="MaxBytes">Size of a whole message in bytes; a larger one is refused.</param>
/// <param name="MaxDepth">How deep parts and messages may be nested; deeper ones stay undivided leaves.</param>
/// <param name="MaxParts">How many parts are taken apart in all; a multipart beyond that stays an undivided leaf.</param>
/// <param name="MaxHeaderBytes">Size of one header field in bytes, folding included; the rest of a longer one is dropped.</param>
public sealed record MimeLimits(
    long MaxBytes = 64L * 1024 * 1024,
    int MaxDepth = 64,
    int MaxParts = 10_000,
    int MaxHeaderBytes = 256 * 1024
)
{
    /// <summary>The limits used where none are named.</summary>
    public static MimeLimits Default { get; } = new();
}
