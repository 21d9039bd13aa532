using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Reserve.Documents.Papers;

/// <summary>What kind of value a template finds under a name.</summary>
public enum RecordFieldKind
{
    /// <summary>A text, an address or a word of a closed set.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A date: <c>2026-09-01</c>.</summary>
    Date,

    /// <summary>A moment with its zone.</summary>
    Moment,

    /// <summary>A list; its fields are those of an item, none where the items are plain values.</summary>
    List,

    /// <summary>An object with fields of its own.</summary>
    Group,

    /// <summary>Something of which only the data know what it is; a record of the program has none.</summary>
    Unknown,
}

/// <summary>A name that a template may use.</summary>
/// <param name="Name">As in the data: in camel case.</param>
/// <param name="Meaning">What it says, in Russian (<see cref="FieldAttribute"/>); empty for the record itself.</param>
/// <param name="Kind">What stands under it.</param>
/// <param name="Fields">The names below it.</param>
public sealed record RecordField(string Name, string Meaning, RecordFieldKind Kind, IReadOnlyList<RecordField> Fields)
{
    private static readonly ConcurrentDictionary<Type, RecordField> Known = new();

    /// <summary>The fields of a record as <see cref="PaperRecord.Data"/> writes them, the head first.</summary>
    /// <param name="record">The type of the record.</param>
    public static RecordField Of(Type record) =>
        Known.GetOrAdd(record, static type => new RecordField("", "", RecordFieldKind.Group, FieldsOf(type)));

    /// <summary>The field of this name; null when there is none.</summary>
    /// <param name="name">The name, in its own case.</param>
    public RecordField? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);

    /// <summary>Every name, however deep.</summary>
    public IEnumerable<string> Names => Fields.SelectMany(below => below.Names.Prepend(below.Name));

    private static List<RecordField> FieldsOf(Type type) =>
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                // What every record has was declared first, but reflection tells it last.
                .OrderBy(property => Depth(property.DeclaringType!))
                .Select(property => FieldOf(property)),
        ];

    private static int Depth(Type type) => type.BaseType is { } below ? Depth(below) + 1 : 0;

    private static RecordField FieldOf(PropertyInfo property)
    {
        var (kind, below) = KindOf(property.PropertyType);
        return new RecordField(
            JsonNamingPolicy.CamelCase.ConvertName(property.Name),
            property.GetCustomAttribute<FieldAttribute>()?.Meaning ?? "",
            kind,
            below is null ? [] : FieldsOf(below)
        );
    }

    private static (RecordFieldKind Kind, Type? Below) KindOf(Type given)
    {
        var type = Nullable.GetUnderlyingType(given) ?? given;
        if (type == typeof(string) || type == typeof(Uri) || type.IsEnum)
            return (RecordFieldKind.Text, null);
        if (type == typeof(bool))
            return (RecordFieldKind.Flag, null);
        if (type == typeof(DateOnly))
            return (RecordFieldKind.Date, null);
        if (type == typeof(DateTimeOffset))
            return (RecordFieldKind.Moment, null);
        if (type.IsPrimitive || type == typeof(decimal))
            return (RecordFieldKind.Number, null);
        if (!type.IsAssignableTo(typeof(IEnumerable)))
            return (RecordFieldKind.Group, type);
        var item = type.GetGenericArguments()[0];
        return (RecordFieldKind.List, KindOf(item).Below);
    }
}
