using Reserve.Engine.Feel;

namespace Reserve.Web.Runtime.Forms;

/// <summary>A field as somebody has filled it in: at one place of the form, in one row of it.</summary>
public sealed class FilledField
{
    internal FilledField(FormField field, string before) => (Field, Path, Place) = (field, before + field.Key, before + field.Place);

    public FormField Field { get; }

    /// <summary>The name under which a browser sends it: the key, in a row with the group's path and the row's number before it.</summary>
    public string Path { get; }

    /// <summary>Its place on the page: no two parts of a form have the same.</summary>
    public string Place { get; }

    /// <summary>What stands in the field, as a browser sends it.</summary>
    public IReadOnlyList<string> Texts { get; internal set; } = [];

    public FeelValue Value { get; internal set; }

    /// <summary>What is wrong with the answer.</summary>
    public string? Problem { get; internal set; }

    /// <summary>Its condition, or that of a group around it, says that it is not there.</summary>
    public bool IsHidden { get; internal set; }

    /// <summary>Keeps what it held at first, whatever a browser sends.</summary>
    public bool IsLocked { get; internal set; }

    public IReadOnlyList<FieldOption> Options { get; internal set; } = [];

    /// <summary>The fields of a group.</summary>
    public IReadOnlyList<FilledField> Children { get; internal set; } = [];

    public IReadOnlyList<FilledRow> Rows { get; internal set; } = [];

    internal IReadOnlyList<AttachedFile> Files { get; set; } = [];

    /// <summary>What it held at first.</summary>
    internal (IReadOnlyList<string> Texts, FeelValue Value, string? Problem) First { get; set; } = ([], default, null);

    internal (IReadOnlyList<string> Texts, FeelValue Value, string? Problem) Sent { get; set; } = ([], default, null);

    /// <summary>This field and all within it.</summary>
    public IEnumerable<FilledField> All =>
        Children.Concat(Rows.SelectMany(row => row.Fields)).SelectMany(filled => filled.All).Prepend(this);
}

/// <summary>One row of a repeated group; its number stays the same while others are added and taken away.</summary>
public sealed record FilledRow(int Number, IReadOnlyList<FilledField> Fields);
