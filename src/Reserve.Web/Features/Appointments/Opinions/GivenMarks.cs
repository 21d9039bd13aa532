namespace Reserve.Web.Features.Appointments.Opinions;

/// <summary>The marks of an opinion as its form sends them.</summary>
/// <param name="Set">By which criteria they were given; null when the form asked for none.</param>
/// <param name="Of">By the key of the criterion; null where the field was left empty.</param>
internal sealed record GivenMarks(CriteriaSetId? Set, IReadOnlyDictionary<string, int?> Of)
{
    public static GivenMarks By(Guid? set, IReadOnlyDictionary<string, int?> marks) =>
        new(set is { } known ? new CriteriaSetId(known) : null, marks);

    public static GivenMarks None { get; } = new(null, new Dictionary<string, int?>());
}
