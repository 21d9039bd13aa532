using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

public readonly record struct PersonMergeId(Guid Value) : ITypedId<PersonMergeId>
{
    public static PersonMergeId From(Guid value) => new(value);
}

/// <summary>That two records are one person: who said so and why, and who took it back.</summary>
[Recorded("Объединение записей о человеке")]
public sealed class PersonMerge : ITerritorial
{
    public required PersonMergeId Id { get; init; }

    public required string Territory { get; init; }

    public required PersonId KeptId { get; init; }

    public required PersonId GoneId { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string ByName { get; init; }

    [Recorded("Отменено")]
    public DateTimeOffset? UndoneAt { get; private set; }

    [Recorded("Причина отмены")]
    public string? UndoneReason { get; private set; }

    public void Undo(string reason, Stamp stamp) => (UndoneAt, UndoneReason) = (stamp.At, reason);
}
