namespace Reserve.Documents.Papers;

/// <summary>What a brief of a candidate for a municipality (справка) is made of.</summary>
public sealed record BriefRecord : PaperRecord
{
    /// <summary>The candidate's full name.</summary>
    [Field("Фамилия, имя, отчество кандидата")]
    public required string FullName { get; init; }

    /// <summary>For which post; may be empty.</summary>
    [Field("На какую должность; бывает пусто")]
    public string Position { get; init; } = "";

    /// <summary>In which municipality that post is; may be empty.</summary>
    [Field("В каком муниципалитете; бывает пусто")]
    public string Municipality { get; init; } = "";

    /// <summary>Whether the reserve's base knows the person.</summary>
    [Field("Есть ли человек в базе резерва")]
    public bool Known { get; init; }

    /// <summary>The birth date; null when it is not known.</summary>
    [Field("Дата рождения; нет, если неизвестна")]
    public DateOnly? BirthDate { get; init; }

    /// <summary>Where the person works; may be empty.</summary>
    [Field("Где работает; бывает пусто")]
    public string Workplace { get; init; } = "";

    /// <summary>As what the person works; may be empty.</summary>
    [Field("Кем работает; бывает пусто")]
    public string PresentPosition { get; init; } = "";

    /// <summary>Contests that the person took part in.</summary>
    [Field("Конкурсы")]
    public IReadOnlyList<string> Contests { get; init; } = [];

    /// <summary>The career, in the order in which it is to be printed.</summary>
    [Field("Трудовая деятельность")]
    public IReadOnlyList<CareerStep> Career { get; init; } = [];

    /// <summary>Education, in the order in which it is to be printed.</summary>
    [Field("Образование")]
    public IReadOnlyList<EducationStep> Education { get; init; } = [];

    /// <summary>The place in the reserve; null for none.</summary>
    [Field("Место в резерве; нет, если не состоит")]
    public ReservePlace? Reserve { get; init; }

    /// <summary>Training, attestation and rating, a sentence each.</summary>
    [Field("Обучение, аттестация, рейтинг, по предложению")]
    public IReadOnlyList<string> History { get; init; } = [];

    /// <summary>The territory's monitoring; null when none is loaded.</summary>
    [Field("Мониторинг территории; нет, если не загружен")]
    public TerritoryPicture? Territory { get; init; }

    /// <summary>The territory whose education the person heads now; null when none.</summary>
    [Field("Территория, которой человек руководит сейчас; нет, если не руководит")]
    public OwnTerritory? Own { get; init; }

    /// <summary>The conclusions, a paragraph each.</summary>
    [Field("Выводы, по абзацам")]
    public IReadOnlyList<string> Conclusions { get; init; } = [];

    /// <summary>The day on which the reserve's base was asked.</summary>
    [Field("День, на который взяты сведения")]
    public DateOnly AsOf { get; init; }

    /// <summary>When it was generated, in the zone of the reader.</summary>
    [Field("Когда составлена")]
    public DateTimeOffset GeneratedAt { get; init; }

    /// <summary>Who answers for it.</summary>
    [Field("Подписи")]
    public IReadOnlyList<Signatory> Signatures { get; init; } = [];
}

/// <summary>A part of a working life.</summary>
/// <param name="From">The beginning.</param>
/// <param name="To">The end; null for now.</param>
/// <param name="Organization">Where.</param>
/// <param name="Position">As what.</param>
public sealed record CareerStep(
    [property: Field("С какого дня")] DateOnly From,
    [property: Field("По какой день; нет для нынешнего места")] DateOnly? To,
    [property: Field("Где")] string Organization,
    [property: Field("Кем")] string Position
);

/// <summary>An education that was finished.</summary>
/// <param name="Institution">Where.</param>
/// <param name="Qualification">With what.</param>
/// <param name="Year">When; null when it is not known.</param>
public sealed record EducationStep(
    [property: Field("Где")] string Institution,
    [property: Field("С какой квалификацией")] string Qualification,
    [property: Field("Год; нет, если неизвестен")] int? Year
);

/// <summary>A person's place in the reserve.</summary>
/// <param name="Stage">The stage in words.</param>
/// <param name="EnrolledOn">Since when; null before the enrolment.</param>
/// <param name="TermEnds">Until when; null when it is not known.</param>
/// <param name="Zone">The zone in words; empty before the rating.</param>
/// <param name="Score">The score out of 100; null before the rating.</param>
public sealed record ReservePlace(
    [property: Field("Этап")] string Stage,
    [property: Field("С какого дня в резерве")] DateOnly? EnrolledOn,
    [property: Field("По какой день")] DateOnly? TermEnds,
    [property: Field("Зона; пусто до рейтинга")] string Zone,
    [property: Field("Балл из 100; нет до рейтинга")] decimal? Score
);

/// <summary>The colours of the effectiveness bands.</summary>
public enum BandColour
{
    /// <summary>Not rated.</summary>
    None,

    /// <summary>Low.</summary>
    Red,

    /// <summary>Medium.</summary>
    Orange,

    /// <summary>Above medium.</summary>
    Yellow,

    /// <summary>High.</summary>
    Green,
}

/// <summary>A territory's monitoring as a brief shows it.</summary>
public sealed record TerritoryPicture
{
    /// <summary>The territory.</summary>
    [Field("Территория")]
    public required string Name { get; init; }

    /// <summary>For which year.</summary>
    [Field("За какой год")]
    public required int Year { get; init; }

    /// <summary>With how many territories it is compared.</summary>
    [Field("Со сколькими территориями сравнивается")]
    public int? Compared { get; init; }

    /// <summary>The groups of indicators, then the total.</summary>
    [Field("Группы показателей, последней итог")]
    public required IReadOnlyList<MonitoringLine> Lines { get; init; }

    /// <summary>The lines without the total.</summary>
    [Field("Группы показателей без итога")]
    public IEnumerable<MonitoringLine> Groups => Lines.SkipLast(1);

    /// <summary>The last line, the total; null when there is no line.</summary>
    [Field("Итог")]
    public MonitoringLine? Total => Lines.Count == 0 ? null : Lines[^1];

    /// <summary>Whether any line has a per cent.</summary>
    [Field("Есть ли хоть один процент")]
    public bool HasFigures => Lines.Any(line => line.Percent is not null);

    /// <summary>Whether any line can be compared with a period before.</summary>
    [Field("Есть ли с чем сравнить прошлый период")]
    public bool HasChanges => Lines.Any(line => line.Change is not null);

    /// <summary>What the figures are taken from.</summary>
    [Field("Откуда сведения; бывает пусто")]
    public string Source { get; init; } = "";

    /// <summary>As of which date; null when that is not known.</summary>
    [Field("На какой день; нет, если неизвестно")]
    public DateOnly? AsOf { get; init; }
}

/// <summary>The territory that a person heads, and its results since.</summary>
public sealed record OwnTerritory
{
    /// <summary>The territory.</summary>
    [Field("Территория")]
    public required string Name { get; init; }

    /// <summary>The post there.</summary>
    [Field("Должность там")]
    public required string Position { get; init; }

    /// <summary>Since when.</summary>
    [Field("С какого дня в должности")]
    public required DateOnly Since { get; init; }

    /// <summary>The number of the act of appointment; may be empty.</summary>
    [Field("Номер акта о назначении; бывает пусто")]
    public string Act { get; init; } = "";

    /// <summary>The date of that act.</summary>
    [Field("Дата акта")]
    public DateOnly? ActDate { get; init; }

    /// <summary>Whether it is the territory that the brief is for.</summary>
    [Field("Та ли это территория, куда назначают")]
    public bool Same { get; init; }

    /// <summary>Its monitoring for the last year; null when none is loaded.</summary>
    [Field("Мониторинг этой территории за последний год; нет, если не загружен")]
    public TerritoryPicture? Picture { get; init; }

    /// <summary>The totals of the years in the post, the former first.</summary>
    [Field("Итоги по годам руководства")]
    public IReadOnlyList<YearTotal> Years { get; init; } = [];

    /// <summary>The change from the first to the last of these years, in points; null when there are not two.</summary>
    [Field("Изменение итога за время руководства, пунктов")]
    public decimal? Change => Years.Count > 1 ? Years[^1].Percent - Years[0].Percent : null;
}

/// <summary>A territory's total of a year.</summary>
/// <param name="Year">The year.</param>
/// <param name="Percent">Per cent; null when not loaded.</param>
/// <param name="Rank">The place among the territories.</param>
public sealed record YearTotal(
    [property: Field("Год")] int Year,
    [property: Field("Процент")] decimal? Percent,
    [property: Field("Место")] int? Rank
);

/// <summary>A row of a territory's monitoring.</summary>
public sealed record MonitoringLine
{
    /// <summary>The group of indicators, or the total.</summary>
    [Field("Группа показателей или итог")]
    public required string Name { get; init; }

    /// <summary>Per cent; null when not loaded.</summary>
    [Field("Процент; нет, если не загружен")]
    public decimal? Percent { get; init; }

    /// <summary>The place among the territories.</summary>
    [Field("Место среди территорий")]
    public int? Rank { get; init; }

    /// <summary>The band in words; empty when not rated.</summary>
    [Field("Полоса словами; бывает пусто")]
    public string Band { get; init; } = "";

    /// <summary>The band's colour, always beside its words.</summary>
    [Field("Цвет полосы: red, orange, yellow, green или none")]
    public BandColour Colour { get; init; }

    /// <summary>Per cent of the comparison territory group (the region's mean).</summary>
    [Field("Среднее по группе территорий, процент")]
    public decimal? Mean { get; init; }

    /// <summary>The best in the group.</summary>
    [Field("Лучшее в группе, процент")]
    public decimal? Best { get; init; }

    /// <summary>The change against the period before, in points; null when there is none.</summary>
    [Field("Изменение к прошлому периоду, пунктов")]
    public decimal? Change { get; init; }
}
