using System.Globalization;
using Reserve.Documents.Tables;

namespace Reserve.Web.Features.Monitoring.Import;

/// <summary>The columns of a sheet by what they mean, and its cells as values; everything that is wrong is collected.</summary>
internal sealed class SheetColumns(string file, Sheet sheet, ICollection<ImportProblem> problems)
{
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["муниципалитет"] = "municipality",
        ["муниципальное образование"] = "municipality",
        ["территория"] = "municipality",
        ["регион"] = "region",
        ["субъект"] = "region",
        ["субъект рф"] = "region",
        ["баллы"] = "points",
        ["балл"] = "points",
        ["создание условий, %"] = "conditions_percent",
        ["создание условий, место"] = "conditions_rank",
        ["достижение результатов, %"] = "outcomes_percent",
        ["достижение результатов, место"] = "outcomes_rank",
        ["организация процессов, %"] = "processes_percent",
        ["организация процессов, место"] = "processes_rank",
        ["организация рабочих процессов, %"] = "processes_percent",
        ["организация рабочих процессов, место"] = "processes_rank",
        ["итог, %"] = "total_percent",
        ["итог, место"] = "total_rank",
        ["уровень"] = "band",
        ["цвет"] = "colour",
        ["от, %"] = "percent_from",
        ["до, %"] = "percent_to",
        ["набор"] = "indicator_set",
        ["номер"] = "number",
        ["наименование"] = "name",
        ["единица"] = "unit",
        ["группа"] = "group",
        ["мотивация"] = "motivation",
        ["департамент"] = "owner_department",
        ["год"] = "period",
        ["значение"] = "value",
        ["исходное данное"] = "figure",
        ["форма"] = "form",
        ["примечание"] = "note",
    };

    private readonly List<string> names =
    [
        .. sheet.Heading.Select(heading => Synonyms.GetValueOrDefault(heading, heading.ToLowerInvariant())),
    ];

    public bool Has(params string[] columns) => Array.TrueForAll(columns, names.Contains);

    public IReadOnlyList<TableFileRow> Rows => sheet.Rows;

    public string Text(TableFileRow row, string column) =>
        names.IndexOf(column) is >= 0 and var at && at < row.Cells.Count ? row.Cells[at].Trim() : "";

    public string Required(TableFileRow row, string column, int longest)
    {
        var text = Text(row, column);
        if (text.Length == 0)
            Problem(row, column, "не заполнено");
        else if (text.Length > longest)
            Problem(row, column, $"длиннее {longest} знаков");
        return text;
    }

    public decimal? Number(TableFileRow row, string column, decimal least, decimal most)
    {
        var text = Text(row, column)
            .TrimEnd('%')
            .Replace(" ", "", StringComparison.Ordinal)
            .Replace("\u00A0", "", StringComparison.Ordinal)
            .Replace(',', '.');
        if (text.Length == 0)
            return null;
        if (
            !decimal.TryParse(
                text,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
            Problem(row, column, $"не число: «{Text(row, column)}»");
        else if (number < least || number > most)
            Problem(row, column, $"вне пределов от {least} до {most}: «{Text(row, column)}»");
        else
            return number;
        return null;
    }

    public int? Whole(TableFileRow row, string column, int least, int most)
    {
        var number = Number(row, column, least, most);
        if (number is { } given && given != decimal.Truncate(given))
        {
            Problem(row, column, $"не целое число: «{Text(row, column)}»");
            return null;
        }

        return (int?)number;
    }

    public int RequiredWhole(TableFileRow row, string column, int least, int most)
    {
        if (Text(row, column).Length == 0)
            Problem(row, column, "не заполнено");
        return Whole(row, column, least, most) ?? least;
    }

    public DateOnly? Date(TableFileRow row, string column)
    {
        var text = Text(row, column);
        if (text.Length == 0)
            return null;
        if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "dd.MM.yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        Problem(row, column, $"не дата: «{text}»");
        return null;
    }

    public void Problem(TableFileRow row, string column, string text) =>
        problems.Add(new(file, row.Number, names.IndexOf(column) is >= 0 and var at ? sheet.Heading[at] : column, text));

    public void Problem(string text) => problems.Add(new(file, 0, "", text));
}
