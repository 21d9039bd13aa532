using Reserve.Engine.Feel;

namespace Reserve.Web.Runtime.Forms;

/// <summary>The kinds of fields a task's form may have; the names are those of the form-js schema.</summary>
public enum FieldKind
{
    TextField,
    TextArea,
    Number,
    Checkbox,
    Select,
    Radio,
    Checklist,
    Taglist,
    Date,
    Time,
    DateTime,
    FilePicker,

    /// <summary>Words for the reader, no answer.</summary>
    Text,

    /// <summary>Fields that belong together (<c>group</c>).</summary>
    Group,

    /// <summary>Fields that are answered once for each row (<c>dynamiclist</c>).</summary>
    Rows,

    /// <summary>What the server works out of other answers (<c>expression</c>).</summary>
    Computed,
}

public sealed record FieldOption(string Value, string Label, string? LabelEn)
{
    public string Shown => TaskForm.Pick(Label, LabelEn);
}

/// <summary>A formula of a form; <c>Expression</c> is null when the text is none.</summary>
public sealed record FieldFormula(string Text, FeelExpression? Expression);

/// <summary>Which rows of the base a field chooses from: <c>Person</c>, <c>Territory</c>, …; of people those with a role.</summary>
public sealed record FieldReference(string Kind, string? Role)
{
    public override string ToString() => Role is null ? Kind : $"{Kind} ({Role})";
}

/// <summary>One field. Limits that the file does not name are null.</summary>
public sealed record FormField(FieldKind Kind, string Key, string Label)
{
    /// <summary>So many rows a repeated group takes, whatever its file says: a form has no more than a thousand fields.</summary>
    public const int MostRows = 50;

    /// <summary>Its place on the page, within its row: the key, where it has one of its own.</summary>
    public string Place { get; init; } = Key;

    public string? LabelEn { get; init; }

    public string? Description { get; init; }

    public bool Required { get; init; }

    public decimal? Min { get; init; }

    public decimal? Max { get; init; }

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    public string? Pattern { get; init; }

    /// <summary>What is said of a text that does not match the pattern.</summary>
    public string? PatternMessage { get; init; }

    public int? DecimalDigits { get; init; }

    /// <summary>Whether a day or moment that has passed is refused.</summary>
    public bool OnlyFuture { get; init; }

    /// <summary>What stands before the answer, and behind it.</summary>
    public string? Prefix { get; init; }

    public string? Suffix { get; init; }

    public IReadOnlyList<FieldOption> Options { get; init; } = [];

    /// <summary>A formula that gives the options, where they are not listed.</summary>
    public FieldFormula? OptionsFrom { get; init; }

    /// <summary>What stands in the field at first, as a browser would send it.</summary>
    public IReadOnlyList<string> Default { get; init; } = [];

    /// <summary>While this holds, the field is not there: neither asked for nor kept.</summary>
    public FieldFormula? Hide { get; init; }

    /// <summary>While this holds, the field keeps what it held at first.</summary>
    public FieldFormula? ReadOnlyWhile { get; init; }

    public bool ReadOnly { get; init; }

    /// <summary>Shown, and no answer.</summary>
    public bool Disabled { get; init; }

    /// <summary>What the answer is worked out by.</summary>
    public FieldFormula? Formula { get; init; }

    /// <summary>Whether a computed answer is shown while one types, or only worked out at the end.</summary>
    public bool ShownWhileTyping { get; init; }

    public FieldReference? Reference { get; init; }

    /// <summary>Endings (<c>.pdf</c>) and kinds (<c>image/*</c>) of files that are taken; none means any.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    public bool Multiple { get; init; }

    public int RowsAtFirst { get; init; } = 1;

    public int MinRows { get; init; }

    public int MaxRows { get; init; } = MostRows;

    /// <summary>Whether rows may be added and taken away.</summary>
    public bool RowsVary { get; init; } = true;

    /// <summary>The fields of a group or of a row; the keys of a group's own path stand before theirs.</summary>
    public IReadOnlyList<FormField> Children { get; init; } = [];

    public string Shown => TaskForm.Pick(Label, LabelEn);

    public bool HasAnswer => Kind is not (FieldKind.Text or FieldKind.Group);

    public IEnumerable<FieldFormula> Formulas => new[] { Hide, ReadOnlyWhile, OptionsFrom, Formula }.OfType<FieldFormula>();

    /// <summary>This field and all within it.</summary>
    public IEnumerable<FormField> All => Children.SelectMany(child => child.All).Prepend(this);

    /// <summary>How an author finds it: by its label, else by its key.</summary>
    public string Called => Label.Length > 0 ? Label : Key;
}
