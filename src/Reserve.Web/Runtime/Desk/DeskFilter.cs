namespace Reserve.Web.Runtime.Desk;

/// <summary>How a case is.</summary>
internal enum DeskState
{
    Active,
    Suspended,

    /// <summary>With an open incident.</summary>
    Incident,
    Finished,
    Cancelled,
}

/// <summary>Which cases are looked for; null means any.</summary>
/// <param name="Words">Of the name of what the case is about, each.</param>
/// <param name="Process">Its key.</param>
/// <param name="Version">One of the process.</param>
/// <param name="State">How it is.</param>
/// <param name="Element">Where it stands, in the process.</param>
/// <param name="Incident">The code of its incident, or a part of the message.</param>
/// <param name="Variable">What a variable is.</param>
/// <param name="IsOverdue">Whether a task of it is overdue.</param>
/// <param name="From">It began then or later.</param>
/// <param name="Until">It began before.</param>
internal sealed record DeskFilter(
    IReadOnlyList<string>? Words = null,
    string? Process = null,
    Guid? Version = null,
    DeskState? State = null,
    string? Element = null,
    string? Incident = null,
    VariableTest? Variable = null,
    bool IsOverdue = false,
    DateTimeOffset? From = null,
    DateTimeOffset? Until = null
)
{
    /// <summary>Whether each case itself has to be looked into: the database does not know the answer.</summary>
    public bool LooksInside => Element is not null || Variable is not null;

    public bool IsEmpty => this == new DeskFilter();
}
