namespace Reserve.Web.Features.Monitoring.Import;

/// <summary>A file as it was sent.</summary>
public sealed record ImportFile(string Name, byte[] Bytes);

/// <summary>What a file's tables do not say of themselves.</summary>
/// <param name="Period">The year; null to take it from the file's name.</param>
/// <param name="Source">Where the figures come from; empty to take the file's name.</param>
/// <param name="AsOf">As of which day.</param>
/// <param name="Region">The region of a table of bands, or of municipalities with names that several regions have.</param>
public sealed record ImportAbout(int? Period = null, string Source = "", DateOnly? AsOf = null, string? Region = null);

/// <summary>Something wrong in a file, with its row (as people count, the heading is 1; 0 for the whole file) and column.</summary>
public sealed record ImportProblem(string File, int Row, string Column, string Text)
{
    public override string ToString() =>
        File + (Row > 0 ? $", строка {Row}" : "") + (Column.Length > 0 ? $", столбец «{Column}»" : "") + ": " + Text;
}

/// <summary>What a file holds: a closed set.</summary>
public abstract record ImportTable(string File)
{
    /// <summary>What it is, for the user.</summary>
    public abstract string Title { get; }

    public abstract int Count { get; }

    public sealed record RatingTable(
        string File,
        RatingKind Kind,
        string Region,
        string RegionName,
        int Period,
        IReadOnlyList<RatingLine> Lines
    ) : ImportTable(File)
    {
        public override string Title =>
            Kind == RatingKind.Municipal ? $"Рейтинг муниципалитетов: {RegionName}, {Period} год" : $"Рейтинг регионов, {Period} год";

        public override int Count => Lines.Count;

        /// <summary>What the table says against itself.</summary>
        public IReadOnlyList<Finding> Findings { get; init; } = [];
    }

    public sealed record BandTable(
        string File,
        string Region,
        string RegionName,
        DateOnly ValidFrom,
        IReadOnlyList<EffectivenessBand> Bands
    ) : ImportTable(File)
    {
        public override string Title => $"Уровни эффективности: {RegionName}, с {ValidFrom:dd.MM.yyyy}";

        public override int Count => Bands.Count;
    }

    public sealed record SetTable(string File, IReadOnlyList<IndicatorSet> Sets) : ImportTable(File)
    {
        public override string Title => "Наборы показателей";

        public override int Count => Sets.Count;
    }

    public sealed record IndicatorTable(string File, IReadOnlyList<Indicator> Indicators) : ImportTable(File)
    {
        public override string Title => "Показатели";

        public override int Count => Indicators.Count;
    }

    public sealed record ValueTable(string File, IReadOnlyList<ValueLine> Lines) : ImportTable(File)
    {
        public override string Title => "Значения показателей";

        public override int Count => Lines.Count;
    }

    public sealed record FigureTable(string File, IReadOnlyList<SourceFigure> Figures) : ImportTable(File)
    {
        public override string Title => "Исходные данные: перечень";

        public override int Count => Figures.Count;
    }

    public sealed record FigureValueTable(string File, IReadOnlyList<FigureValueLine> Lines) : ImportTable(File)
    {
        public override string Title => "Исходные данные: значения";

        public override int Count => Lines.Count;
    }
}

/// <summary>A territory's line of a rating.</summary>
public sealed record RatingLine(int Row, string Place, string Name, IReadOnlyDictionary<string, RatingFigure> Figures);

/// <summary>A figure of a line.</summary>
public readonly record struct RatingFigure(decimal? Percent, decimal? Points, int? Rank);

/// <summary>A value of an indicator.</summary>
public sealed record ValueLine(string Set, int Number, string Place, string Region, int Period, decimal Value);

/// <summary>A value of a source figure.</summary>
public sealed record FigureValueLine(string Figure, string Place, string Region, int Period, decimal Value);

/// <summary>What the files would bring. With a problem nothing is saved.</summary>
public sealed record ImportPlan(IReadOnlyList<ImportTable> Tables, IReadOnlyList<ImportProblem> Problems);
