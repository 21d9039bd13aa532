namespace Reserve.Web.Commands;

/// <summary>What the pipeline needs to know of an outcome without knowing its types.</summary>
internal interface IOutcome
{
    bool IsOk { get; }

    /// <summary>The value of a successful outcome.</summary>
    object? Payload { get; }

    /// <summary>The code of the refusal or rejection; null on success.</summary>
    string? Code { get; }

    /// <summary>What to tell the user, in Russian; null on success.</summary>
    string? Reason { get; }

    /// <summary>What the pipeline itself had against the command.</summary>
    Rejection? Rejection { get; }
}

/// <inheritdoc cref="IOutcome"/>
internal interface IOutcome<TSelf> : IOutcome
    where TSelf : IOutcome<TSelf>
{
    static abstract TSelf Reject(Rejection rejection);
}

/// <summary>Nothing to tell beside success.</summary>
internal readonly record struct Done;

/// <summary>
/// A command's outcome: the value, or one of the command's own refusals, or a rejection by the pipeline (bad input, not allowed,
/// changed meanwhile). A refused command has changed nothing.
/// </summary>
internal sealed class Result<T, TRefusal> : IOutcome<Result<T, TRefusal>>
    where T : notnull
    where TRefusal : notnull
{
    private readonly T? value;
    private readonly TRefusal? refusal;

    private Result(bool isOk, T? value, TRefusal? refusal, Rejection? rejection)
    {
        IsOk = isOk;
        this.value = value;
        this.refusal = refusal;
        Rejection = rejection;
    }

    public bool IsOk { get; }

    public bool IsRefused => !IsOk && Rejection is null;

    public Rejection? Rejection { get; }

    /// <summary>The value; asking a refused outcome for it is a bug.</summary>
    public T Value => IsOk ? value! : throw new InvalidOperationException($"No value: {this}");

    public TRefusal Refusal => IsRefused ? refusal! : throw new InvalidOperationException($"No refusal: {this}");

    object? IOutcome.Payload => IsOk ? value : null;

    public string? Code => IsOk ? null : Rejection?.GetType().Name ?? (refusal is Enum ? refusal.ToString() : refusal!.GetType().Name);

    public static Result<T, TRefusal> Ok(T value) => new(true, value, default, null);

    public static Result<T, TRefusal> Refuse(TRefusal refusal) => new(false, default, refusal, null);

    public static Result<T, TRefusal> Reject(Rejection rejection) => new(false, default, default, rejection);

    public static implicit operator Result<T, TRefusal>(T value) => Ok(value);

    public static implicit operator Result<T, TRefusal>(TRefusal refusal) => Refuse(refusal);

    /// <summary>
    /// What to tell the user: the refusal's or rejection's text in Russian (the key of its translation); null on success.
    /// </summary>
    public string? Reason => IsOk ? null : Rejection?.Text ?? RefusalText.Of(refusal!);

    public override string ToString() => IsOk ? "ok" : Rejection?.ToString() ?? refusal!.ToString()!;
}
