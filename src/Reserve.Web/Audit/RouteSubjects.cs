namespace Reserve.Web.Audit;

/// <summary>What a request is about, for the journal.</summary>
internal static class RouteSubjects
{
    /// <summary>The identifiers in the values of an address.</summary>
    public static Guid[] Identifiers(this RouteValueDictionary values) =>
        [.. values.Values.Select(value => Guid.TryParse(value as string, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)];
}
