namespace Reserve.Documents.Papers;

/// <summary>
/// What a brief (справка) of a person for a municipality, or of a territory alone, is made of. The deck and the dossier of the same person
/// are filled from it too.
/// </summary>
public sealed record BriefRecord : PaperRecord
{
    /// <summary>The person's full name; empty in a brief of a territory.</summary>
    [Field("Фамилия, имя, отчество; пусто в справке о территории")]
    public required string FullName { get; init; }

    /// <summary>Whether it is about a person.</summary>
    [Field("О человеке ли справка")]
    public bool AboutPerson => FullName.Length > 0;

    /// <summary>Whether nobody has approved it yet.</summary>
    [Field("Проект ли это: справка ещё не утверждена")]
    public bool Draft { get; init; }

    /// <summary>By what it is issued: a case, a request; may be empty.</summary>
    [Field("На основании чего выдана; бывает пусто")]
    public string Basis { get; init; } = "";

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

    /// <summary>The career from its beginning on.</summary>
    [Field("Трудовая деятельность от начала")]
    public IEnumerable<CareerStep> CareerByTime => Career.OrderBy(step => step.From);

    /// <summary>As much of the career, from its end back, as a slide holds.</summary>
    [Field("Последние места работы, сколько помещается на слайд")]
    public IEnumerable<CareerStep> RecentCareer => Career.OrderByDescending(step => step.From).Take(MostOnSlide);

    /// <summary>How many posts there were before those.</summary>
    [Field("Сколько мест работы было до них")]
    public int EarlierPosts => Math.Max(0, Career.Count - MostOnSlide);

    private const int MostOnSlide = 8;

    /// <summary>Education, in the order in which it is to be printed.</summary>
    [Field("Образование")]
    public IReadOnlyList<EducationStep> Education { get; init; } = [];

    /// <summary>The place in the reserve; null for none.</summary>
    [Field("Место в резерве; нет, если не состоит")]
    public ReservePlace? Reserve { get; init; }

    /// <summary>The programme of development, a paragraph each.</summary>
    [Field("Программа развития, по абзацам")]
    public IReadOnlyList<string> Development { get; init; } = [];

    /// <summary>Checks and violations as they were entered, a paragraph each.</summary>
    [Field("Проверки и нарушения, по абзацам")]
    public IReadOnlyList<string> Checks { get; init; } = [];

    /// <summary>Training, attestation and rating, a sentence each.</summary>
    [Field("Обучение, аттестация, рейтинг, по предложению")]
    public IReadOnlyList<string> History { get; init; } = [];

    /// <summary>The territory's monitoring; null when none is loaded.</summary>
    [Field("Мониторинг территории; нет, если не загружен")]
    public TerritoryPicture? Territory { get; init; }

    /// <summary>The territory whose education the person heads now; null when none.</summary>
    [Field("Территория, которой человек руководит сейчас; нет, если не руководит")]
    public OwnTerritory? Own { get; init; }

    /// <summary>What is to be asked at the interview.</summary>
    [Field("Вопросы для собеседования")]
    public IReadOnlyList<InterviewQuestion> Questions { get; init; } = [];

    /// <summary>Whether a section has nothing to say: the template names each with the reason.</summary>
    [Field("Есть ли разделы, по которым сведений нет")]
    public bool HasGaps =>
        Checks.Count == 0
        || Territory is not { HasYears: true }
        || (AboutPerson && (BirthDate is null || Career.Count == 0 || Education.Count == 0 || Development.Count == 0));

    /// <summary>The figures with their sources, in the order of their numbers.</summary>
    [Field("Источники: все числа справки по порядку номеров")]
    public IReadOnlyList<SourcedFigure> Figures { get; init; } = [];

    /// <summary>The brief before this one, with what has changed since; null when there is none.</summary>
    [Field("Прежняя справка и что изменилось; нет, если справка первая")]
    public FormerBrief? Former { get; init; }

    /// <summary>The conclusions, a paragraph each.</summary>
    [Field("Выводы, по абзацам")]
    public IReadOnlyList<string> Conclusions { get; init; } = [];

    /// <summary>The day on which the reserve's base was asked.</summary>
    [Field("День, на который взяты сведения")]
    public DateOnly AsOf { get; init; }

    /// <summary>When it was generated, in the zone of the reader.</summary>
    [Field("Когда составлена")]
    public DateTimeOffset GeneratedAt { get; init; }

    /// <summary>Who approved it in the system; empty for a draft and for one that needs no approval.</summary>
    [Field("Кто утвердил в системе; бывает пусто")]
    public string ApprovedBy { get; init; } = "";

    /// <summary>When it was approved.</summary>
    [Field("Когда утверждена")]
    public DateOnly? ApprovedOn { get; init; }

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
)
{
    /// <summary>The number of the score among the sources.</summary>
    [Field("Номер балла в источниках")]
    public int? ScoreRef { get; init; }
}

/// <summary>A question for the interview.</summary>
/// <param name="Text">The question.</param>
/// <param name="About">What gave rise to it, with the figure and the threshold; empty for one that somebody wrote.</param>
/// <param name="Ref">The number of the figure among the sources.</param>
public sealed record InterviewQuestion(
    [property: Field("Вопрос")] string Text,
    [property: Field("Чем вызван: показатель и порог; бывает пусто")] string About = "",
    [property: Field("Номер числа в источниках")] int? Ref = null
);

/// <summary>Where a figure comes from. What is not known is empty.</summary>
public sealed record FigureOrigin
{
    /// <summary>The table or the base.</summary>
    [Field("Откуда")]
    public string Source { get; init; } = "";

    /// <summary>The version of the formula.</summary>
    [Field("Версия формулы")]
    public string Formula { get; init; } = "";

    /// <summary>Who submitted it.</summary>
    [Field("Кто представил")]
    public string Submitted { get; init; } = "";

    /// <summary>Who approved it.</summary>
    [Field("Кто утвердил")]
    public string Approved { get; init; } = "";

    /// <summary>Who put it into the system.</summary>
    [Field("Кто внёс")]
    public string EnteredBy { get; init; } = "";

    /// <summary>When it was put into the system.</summary>
    [Field("Когда внесено")]
    public DateOnly? EnteredOn { get; init; }
}

/// <summary>A figure of a brief with its number and source.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Key">What it is, for the comparison with a former brief.</param>
/// <param name="Name">What it is, in words.</param>
/// <param name="Place">Of which territory; empty for a person's.</param>
/// <param name="Year">Of which year.</param>
/// <param name="Value">As it is printed.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Was">What the former brief said; empty when it said the same, or nothing.</param>
public sealed record SourcedFigure(
    [property: Field("Номер")] int Number,
    [property: Field("Код для сравнения с прежней справкой")] string Key,
    [property: Field("Что это")] string Name,
    [property: Field("Какой территории; бывает пусто")] string Place,
    [property: Field("Год")] int? Year,
    [property: Field("Значение")] string Value,
    [property: Field("Происхождение")] FigureOrigin Origin,
    [property: Field("Каким было в прежней справке; пусто, если не изменилось")] string Was = ""
);

/// <summary>The brief before.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Date">Its date.</param>
/// <param name="Changes">What is different now.</param>
public sealed record FormerBrief(
    [property: Field("Номер прежней справки")] string Number,
    [property: Field("Её дата")] DateOnly Date,
    [property: Field("Изменения")] IReadOnlyList<BriefChange> Changes
);

/// <summary>Something that a brief says differently than the one before.</summary>
/// <param name="What">What.</param>
/// <param name="Was">What it said; empty for nothing.</param>
/// <param name="Now">What it says; empty for nothing.</param>
public sealed record BriefChange(
    [property: Field("Что")] string What,
    [property: Field("Как было; бывает пусто")] string Was,
    [property: Field("Как стало; бывает пусто")] string Now
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

    /// <summary>The totals of all loaded years, the former first.</summary>
    [Field("Итоги всех загруженных лет")]
    public IReadOnlyList<YearTotal> Years { get; init; } = [];

    /// <summary>Whether there are two years or more.</summary>
    [Field("Есть ли динамика: два года или больше")]
    public bool HasYears => Years.Count > 1;

    /// <summary>The first of these years.</summary>
    [Field("Первый из загруженных лет")]
    public int? FirstYear => Years.Count > 0 ? Years[0].Year : null;

    /// <summary>Where its figures come from.</summary>
    [Field("Происхождение чисел")]
    public FigureOrigin Origin { get; init; } = new();

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
)
{
    /// <summary>The mean of the region.</summary>
    [Field("Среднее по региону, процент")]
    public decimal? Mean { get; init; }

    /// <summary>The best in the region.</summary>
    [Field("Лучшее в регионе, процент")]
    public decimal? Best { get; init; }

    /// <summary>Where the figures of the year come from.</summary>
    [Field("Происхождение чисел")]
    public FigureOrigin Origin { get; init; } = new();

    /// <summary>The numbers of the figures among the sources.</summary>
    [Field("Номера чисел в источниках")]
    public FigureRefs Refs { get; init; } = new();
}

/// <summary>The numbers of a line's figures among the sources; null where there is no figure.</summary>
public sealed record FigureRefs
{
    /// <summary>Of the per cent.</summary>
    [Field("Номер процента")]
    public int? Percent { get; init; }

    /// <summary>Of the place.</summary>
    [Field("Номер места")]
    public int? Rank { get; init; }

    /// <summary>Of the mean.</summary>
    [Field("Номер среднего")]
    public int? Mean { get; init; }

    /// <summary>Of the best.</summary>
    [Field("Номер лучшего")]
    public int? Best { get; init; }

    /// <summary>Of the change.</summary>
    [Field("Номер изменения")]
    public int? Change { get; init; }
}

/// <summary>A row of a territory's monitoring.</summary>
public sealed record MonitoringLine
{
    /// <summary>The code of the group, or of the total; may be empty.</summary>
    [Field("Код группы: conditions, outcomes, processes или total")]
    public string Code { get; init; } = "";

    /// <summary>The group of indicators, or the total.</summary>
    [Field("Группа показателей или итог")]
    public required string Name { get; init; }

    /// <summary>The numbers of the figures among the sources.</summary>
    [Field("Номера чисел в источниках")]
    public FigureRefs Refs { get; init; } = new();

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
