namespace Reserve.Web.Data;

/// <summary>What one property of a stored row was and became; both as texts, null for nothing.</summary>
/// <param name="Row">The entity's name.</param>
/// <param name="Id">The row's key.</param>
/// <param name="Property">The property's name.</param>
/// <param name="Was">What it was.</param>
/// <param name="Became">What it became; null, too, when the row was deleted.</param>
internal sealed record RowChange(string Row, string Id, string Property, string? Was, string? Became);
