namespace Reserve.Web.Runtime.Starts;

/// <summary>A start whose row a command has locked.</summary>
internal static class HeldStart
{
    /// <summary>Null when the process has no such start in its versions for this territory.</summary>
    public static async Task<ProcessStart?> Lock(
        RuntimeSession session,
        string key,
        string? forTerritory,
        Guid start,
        CancellationToken cancellationToken
    )
    {
        var batch = session.NewBatch();
        batch
            .Add(
                $"""
                select {ProcessStart.Columns} from process_start
                where id = $1 and key = $2 and for_territory is not distinct from $3 and state <> 'removed' for update
                """
            )
            .With(start)
            .With(key)
            .WithText(forTerritory);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? ProcessStart.Read(reader) : null;
    }
}
