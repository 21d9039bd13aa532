using static Reserve.Web.Features.Monitoring.Import.ImportTable;

namespace Reserve.Web.Features.Monitoring.Import;

/// <summary>The catalogue of source figures and their values.</summary>
public sealed partial class MonitoringImport
{
    private static void CheckFigures(List<ImportTable> tables, HashSet<string> figures, List<ImportProblem> problems)
    {
        foreach (var table in tables.OfType<FigureValueTable>())
        foreach (var name in table.Lines.Select(line => line.Figure).Where(name => !figures.Contains(name)).Distinct())
            problems.Add(new(table.File, 0, "figure", $"исходного данного «{name}» нет в перечне: загрузите его описание тем же разом"));
    }

    private sealed partial class Reading
    {
        private static List<SourceFigure> Figures(SheetColumns columns)
        {
            var figures = new List<SourceFigure>();
            foreach (var row in columns.Rows)
            {
                var name = columns.Required(row, "figure", 300);
                if (name.Length > 0 && !SourceFigure.CanName(name))
                    columns.Problem(
                        row,
                        "figure",
                        $"формула не сможет прочитать такое имя (имя начинается с буквы, без скобок и знаков действий): «{name}»"
                    );
                var figure = new SourceFigure
                {
                    Name = name,
                    Unit = Optional(columns.Text(row, "unit"), 40),
                    Form = Optional(columns.Text(row, "form"), 100),
                    OwnerDepartment = Optional(columns.Text(row, "owner_department"), 500),
                    Note = Optional(columns.Text(row, "note"), 500),
                };
                if (figures.Exists(other => other.Name == name))
                    columns.Problem(row, "figure", $"исходное данное «{name}» уже было выше");
                else
                    figures.Add(figure);
            }

            return figures;
        }

        private FigureValueTable FigureValues(string file, SheetColumns columns)
        {
            var lines = new List<FigureValueLine>();
            var seen = new HashSet<(string, string, int)>();
            foreach (var row in columns.Rows)
            {
                var place = Place(columns, row);
                var period = columns.RequiredWhole(row, "period", FirstYear, LastYear);
                var figure = columns.Required(row, "figure", 300);
                // Missing is not zero: an empty cell brings no value.
                if (columns.Number(row, "value", -MostValue, MostValue) is not { } value || place is null)
                    continue;
                if (!seen.Add((figure, place.Path, period)))
                    columns.Problem(row, "value", "значение этого исходного данного для территории и года уже было выше");
                lines.Add(new(figure, place.Path, place.Parent ?? Data.Territory.Federation, period, value));
            }

            return new(file, lines);
        }
    }
}
