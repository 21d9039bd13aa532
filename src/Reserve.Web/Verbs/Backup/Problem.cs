namespace Reserve.Web.Verbs.Backup;

/// <summary>Something that <c>reserve verify</c> found wrong.</summary>
/// <param name="Kind">A word for machines, as <c>paper-changed</c>.</param>
/// <param name="Subject">What it is about: a table, the id of a row, a path.</param>
/// <param name="Text">For a person.</param>
internal sealed record Problem(string Kind, string Subject, string Text);
