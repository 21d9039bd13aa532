namespace Reserve.Documents.Tables;

/// <summary>A table to be written as a file.</summary>
/// <param name="Name">The sheet's name; cut and cleaned to what a spreadsheet allows (31 characters, none of <c>[]:*?/\</c>).</param>
/// <param name="Columns">The headings, with the kind of what stands below.</param>
/// <param name="Rows">The cells of each row in the columns' order; asked for once, so a long list may be produced while it is
/// written.</param>
public sealed record TableData(string Name, IReadOnlyList<TableColumn> Columns, IEnumerable<IReadOnlyList<TableCell>> Rows);

/// <summary>A column.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="WidthCharacters">How wide it is shown, in characters.</param>
public sealed record TableColumn(string Heading, double WidthCharacters = 16);

/// <summary>A cell: empty, a text, a number or a date. A text is never taken for a formula, whatever it begins with.</summary>
public readonly record struct TableCell
{
    private TableCell(string? text, decimal? number, DateOnly? date) => (Text, Number, Date) = (text, number, date);

    /// <summary>The text, when it is one.</summary>
    public string? Text { get; }

    /// <summary>The number, when it is one.</summary>
    public decimal? Number { get; }

    /// <summary>The date, when it is one.</summary>
    public DateOnly? Date { get; }

    /// <summary>An empty cell.</summary>
    public static TableCell Empty => default;

    /// <summary>A text; null is an empty cell.</summary>
    public static TableCell Of(string? text) => new(text, null, null);

    /// <summary>A number; null is an empty cell.</summary>
    public static TableCell Of(decimal? number) => new(null, number, null);

    /// <summary>A date; null is an empty cell.</summary>
    public static TableCell Of(DateOnly? date) => new(null, null, date);
}
