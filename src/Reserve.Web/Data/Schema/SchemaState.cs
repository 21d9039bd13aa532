namespace Reserve.Web.Data.Schema;

/// <summary>How a database differs from the schema that the program expects, a line for the operator each.</summary>
/// <param name="Waiting">Migrations and scripts that <c>./reserve migrate</c> would apply.</param>
/// <param name="Newer">What a newer program has applied.</param>
/// <param name="Altered">Objects of the catalogue that are missing, too many, or of another shape.</param>
internal sealed record SchemaState(IReadOnlyList<string> Waiting, IReadOnlyList<string> Newer, IReadOnlyList<string> Altered)
{
    public IEnumerable<string> Differences => [.. Waiting, .. Newer, .. Altered];

    public bool Fits => !Differences.Any();

    /// <summary>What the operator does about it.</summary>
    /// <param name="migrate">How the verb is called for this database.</param>
    public string Advice(string migrate) =>
        this switch
        {
            { Newer.Count: > 0 } => "База новее программы: обновите программу.",
            { Waiting.Count: > 0 } => $"Выполните {migrate}",
            _ => "Миграции и сценарии выполнены все: схему изменили помимо них. Верните названное к тому виду, которого ждёт программа.",
        };
}
