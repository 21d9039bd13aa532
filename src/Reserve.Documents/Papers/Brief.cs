namespace Reserve.Documents.Papers;

/// <summary>The brief of a candidate for a municipality (справка).</summary>
public static class Brief
{
    /// <summary>Builds it.</summary>
    /// <param name="record">What it says.</param>
    /// <returns>A .docx file; the same record gives the same bytes.</returns>
    public static byte[] Build(BriefRecord record)
    {
        using var paper = new PaperBuilder(
            new(Landscape: false, LongStorage: false, Size: 24),
            $"Справка № {record.Head.Number}",
            record.GeneratedAt
        );
        paper.Head(record.Head, "СПРАВКА", record.ForPosition.Length > 0 ? $"по кандидату {record.ForPosition}" : "по кандидату");
        paper.Add(PaperStyles.Heading, "1. Сведения о кандидате");
        paper.Table(
            [32, 68],
            null,
            [
                ["Фамилия, имя, отчество", new(record.FullName, Bold: true)],
                .. record.Person.Select(fact => (IReadOnlyList<PaperCell>)[fact.Label, fact.Value]),
            ]
        );
        var number = 1;
        if (record.Career.Count > 0)
        {
            paper.Add(PaperStyles.Heading, $"{++number}. Трудовая деятельность");
            paper.Table(
                [26, 42, 32],
                ["Период", "Организация", "Должность"],
                record.Career.Select(step =>
                    (IReadOnlyList<PaperCell>)
                        [
                            $"{RussianText.ShortDate(step.From)} – {(step.To is { } to ? RussianText.ShortDate(to) : "н. в.")}",
                            step.Organization,
                            step.Position,
                        ]
                )
            );
        }

        foreach (var (title, lines) in record.Sections.Where(section => section.Lines.Count > 0))
        {
            paper.Add(PaperStyles.Heading, $"{++number}. {title}");
            foreach (var line in lines)
                paper.Add(PaperStyles.Text, line);
        }

        Territory(paper, record.Territory, ++number);
        if (record.Conclusions.Count > 0)
        {
            paper.Add(PaperStyles.Heading, $"{++number}. Выводы");
            foreach (var line in record.Conclusions)
                paper.Add(PaperStyles.Text, line);
        }

        if (record.Sources.Count > 0)
        {
            paper.Add(PaperStyles.Heading, $"{++number}. Источники сведений");
            foreach (var source in record.Sources)
                paper.Add(
                    PaperStyles.Text,
                    source.AsOf is { } date
                        ? $"{source.Name} (по состоянию на {RussianText.Date(date)})."
                        : $"{source.Name} (дата не указана)."
                );
        }

        paper.Signatures(record.Signatures);
        paper.Add(PaperStyles.Small, $"Справка № {record.Head.Number} сформирована {RussianText.Moment(record.GeneratedAt)}.");
        return paper.Finish();
    }

    private static void Territory(PaperBuilder paper, TerritoryPicture? territory, int number)
    {
        paper.Add(
            PaperStyles.Heading,
            territory is null
                ? $"{number}. Мониторинг муниципального образования"
                : $"{number}. Мониторинг муниципального образования: {territory.Territory}"
        );
        if (territory is null)
        {
            paper.Add(PaperStyles.Text, "Сведения мотивирующего мониторинга по территории не загружены.");
            return;
        }

        var compared = territory.Compared is { } count
            ? " Место указано среди "
                + $"{RussianText.Count(count, "муниципального образования", "муниципальных образований", "муниципальных образований")} "
                + "региона."
            : "";
        paper.Add(PaperStyles.Text, $"Результаты мотивирующего мониторинга за {territory.Period}.{compared}");
        var dynamics = territory.Lines.Any(line => line.Change is not null);
        var means = territory.Lines.Any(line => line.Mean is not null);
        List<int> shares = [38, 14, 12, 24];
        List<string> head = ["Группа показателей", "Процент", "Место", "Уровень эффективности"];
        if (means)
        {
            shares.AddRange([16, 14]);
            head.AddRange(["Среднее по региону", "Лучшее"]);
        }

        if (dynamics)
        {
            shares.Add(16);
            head.Add("Изменение");
        }

        paper.Table(
            shares,
            head,
            territory.Lines.Select(
                (line, at) =>
                {
                    List<PaperCell> cells =
                    [
                        new(line.Name, Bold: at == territory.Lines.Count - 1),
                        Figure(line.Percent, "%"),
                        Figure(line.Rank, ""),
                        new(line.Band.Length > 0 ? line.Band : "нет данных", Centred: true, Colour: line.Colour),
                    ];
                    if (means)
                        cells.AddRange([Figure(line.Mean, "%"), Figure(line.Best, "%")]);
                    if (dynamics)
                        cells.Add(
                            new(
                                line.Change is { } change ? (change > 0 ? "+" : "") + RussianText.Number(change) : "нет данных",
                                Centred: true
                            )
                        );
                    return (IReadOnlyList<PaperCell>)cells;
                }
            )
        );
        if (territory.Lines.Any(line => line.Percent is not null))
        {
            paper.Add(PaperStyles.Small, "");
            paper.Chart(Chart(territory, means));
            paper.Add(PaperStyles.Small, "Цвет столбцов территории – уровень эффективности, названный в таблице.");
        }

        foreach (var note in territory.Notes)
            paper.Add(PaperStyles.Small, note);
    }

    private static PaperCell Figure(decimal? value, string unit) =>
        new(value is { } number ? $"{RussianText.Number(number)}{(unit.Length > 0 ? "\u00A0" + unit : "")}" : "нет данных", Centred: true);

    private static PaperChart Chart(TerritoryPicture territory, bool means)
    {
        List<PaperSeries> series =
        [
            new(
                territory.Territory,
                [.. territory.Lines.Select(line => line.Percent)],
                PaperChart.Bar(BandColour.None),
                [.. territory.Lines.Select(line => line.Colour == BandColour.None ? null : PaperChart.Bar(line.Colour))]
            ),
        ];
        if (means)
        {
            series.Add(new("Среднее по региону", [.. territory.Lines.Select(line => line.Mean)], "BFC7D1"));
            series.Add(new("Лучшее в регионе", [.. territory.Lines.Select(line => line.Best)], "E6E9ED"));
        }

        var numbers = string.Join(
            "; ",
            territory.Lines.Select(line =>
                $"{line.Name}: {(line.Percent is { } percent ? RussianText.Number(percent) + " %" : "нет данных")}"
            )
        );
        return new(
            $"Мотивирующий мониторинг, {territory.Period}, %",
            $"Столбчатая диаграмма. {territory.Territory}. {numbers}",
            [.. territory.Lines.Select(line => line.Name)],
            series
        );
    }
}
