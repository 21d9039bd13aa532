using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>What every command says besides <see cref="AllowAttribute"/>: where it acts. Implemented explicitly.</summary>
internal interface IPlaced
{
    Area Area { get; }
}

/// <summary>
/// Where a command acts: a closed set. The pipeline refuses whoever's territory does not cover it; an activity acts on nobody but its
/// run's subject.
/// </summary>
internal abstract record Area
{
    private Area() { }

    /// <summary>A territory that the command names, in this field of it.</summary>
    public static Area In(string? path, string field = "Territory") => new Territory(path, field);

    /// <summary>A territory that is only mentioned, wherever it lies: it has to exist.</summary>
    public static Area Named(string? path, string field) => new Mention(path, field);

    /// <summary>The version for one territory; null is the one for all, which is the federation's.</summary>
    public static Area ForAllOr(string? path, string field) => path is null ? Federation : new Territory(path, field);

    /// <summary>What is the same for the whole country.</summary>
    public static Area Federation { get; } = new Territory(Data.Territory.Federation, "");

    /// <summary>A row that has a territory; null is nothing at all.</summary>
    public static Area Of(string table, ITypedId? id, string field) => id is null ? Nowhere : new Row(table, id.Value, field);

    /// <inheritdoc cref="Of(string, ITypedId?, string)"/>
    public static Area Of(string table, Guid? id, string field) => id is { } known ? new Row(table, known, field) : Nowhere;

    /// <summary>People: those above, in and below the caller's territory, nobody beside.</summary>
    public static Area People(IEnumerable<Guid> ids, string field) => new Persons([.. ids.Distinct()], field);

    /// <summary>Nothing of anybody else: the caller's own notifications, own prepared file.</summary>
    public static Area Nowhere { get; } = new All([]);

    /// <summary>The handler itself asks, because only there it is known: <paramref name="how"/> says by what.</summary>
    public static Area Asked(string how) => new ByHandler(how);

    public static Area Each(params Area[] areas) => new All(areas);

    public sealed record Territory(string? Path, string Field) : Area;

    public sealed record Mention(string? Path, string Field) : Area;

    public sealed record Row(string Table, Guid Id, string Field) : Area;

    public sealed record Persons(IReadOnlyList<Guid> Ids, string Field) : Area;

    public sealed record ByHandler(string How) : Area;

    public sealed record All(IReadOnlyList<Area> Areas) : Area;

    /// <summary>This place, or those that it is made of.</summary>
    public IEnumerable<Area> Parts => this is All all ? all.Areas.SelectMany(area => area.Parts) : [this];
}
