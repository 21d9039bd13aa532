namespace Reserve.Web.Features.State;

/// <summary>What administrators are told of.</summary>
internal enum AlertKind
{
    Incident,
    Outbox,
    Letter,
}

internal static class AlertKinds
{
    /// <summary>The kind's name in the database and of the file of its text.</summary>
    public static string Text(AlertKind kind) =>
        kind switch
        {
            AlertKind.Incident => "incident",
            AlertKind.Outbox => "outbox",
            AlertKind.Letter => "letter",
        };
}

/// <summary>The words of an alert, from <c>Letters/KIND.txt</c>: the first line is its subject, the rest its text; marks stand in braces.</summary>
internal sealed record AlertText(string Subject, string Body)
{
    public static AlertText Of(AlertKind kind, params (string Mark, string Value)[] values)
    {
        var text = Read(AlertKinds.Text(kind));
        foreach (var (mark, value) in values)
            text = text.Replace("{" + mark + "}", value, StringComparison.Ordinal);
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return new AlertText(text[..end].Trim(), text[end..].Trim());
    }

    private static string Read(string name)
    {
        using var stream = typeof(AlertText).Assembly.GetManifestResourceStream($"alerts/{name}.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
