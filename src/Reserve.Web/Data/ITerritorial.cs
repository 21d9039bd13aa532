namespace Reserve.Web.Data;

/// <summary>
/// A row that belongs to a territory and is seen only by those whose scope covers it. The query filter of
/// <see cref="ReserveDb"/> and the row-level security of PostgreSQL both go by this column.
/// </summary>
internal interface ITerritorial
{
    /// <summary>Dotted path: <c>RU</c>, <c>RU.74</c>, <c>RU.74.01</c>.</summary>
    string Territory { get; }
}
