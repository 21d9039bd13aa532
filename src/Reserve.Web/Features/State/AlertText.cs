namespace Reserve.Web.Features.State;

/// <summary>What administrators are told of.</summary>
internal enum AlertKind
{
    Incident,
    Outbox,
    Letter,

    /// <summary>There is no working calendar for the next year.</summary>
    Calendar,
}

internal static class AlertKinds
{
    /// <summary>The kind's name in the database.</summary>
    public static string Text(AlertKind kind) =>
        kind switch
        {
            AlertKind.Incident => "incident",
            AlertKind.Outbox => "outbox",
            AlertKind.Letter => "letter",
            AlertKind.Calendar => "calendar",
        };
}
