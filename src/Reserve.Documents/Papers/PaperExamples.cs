namespace Reserve.Documents.Papers;

/// <summary>A made-up record of each kind, with everything in it: what a template's author sees a template filled with.</summary>
public static class PaperExamples
{
    private static readonly PaperHead Head = new()
    {
        Organization = ["Министерство образования и науки", "Федеральная экспертная комиссия"],
        Number = "ПР-2026-0001",
        Date = new(2026, 9, 1),
        Place = "г. Челябинск",
    };

    private static readonly Signatory[] Signatures = [new("Председатель комиссии", "Лаптева Ольга Сергеевна")];

    /// <summary>A commission's protocol.</summary>
    public static ProtocolRecord Protocol { get; } =
        new()
        {
            Head = Head,
            Chair = "Лаптева Ольга Сергеевна",
            Secretary = "Дюжев Артём Павлович",
            Present = ["Лаптева Ольга Сергеевна", "Осокин Павел Игоревич", "Рябинина Вера Львовна"],
            Invited = ["Кедрова Анна Ильинична"],
            Members = 5,
            Quorum = 3,
            QuorumMet = true,
            Items = [Item(DecisionKind.Approve), Item(DecisionKind.Postpone) with { FullName = "Сомов Илья Андреевич" }],
        };

    /// <summary>An extract of that protocol.</summary>
    public static ExtractRecord Extract { get; } =
        new()
        {
            Head = Head,
            Chair = Protocol.Chair,
            Secretary = Protocol.Secretary,
            Present = Protocol.Present,
            Invited = Protocol.Invited,
            Members = Protocol.Members,
            Quorum = Protocol.Quorum,
            QuorumMet = true,
            Items = Protocol.Items,
            ItemNumbers = [1],
            ExtractDate = new(2026, 9, 2),
        };

    /// <summary>A decision on an appointment: a refusal, which says most.</summary>
    public static DecisionRecord Decision { get; } =
        new()
        {
            Head = Head with { Number = "Р-2026-0001" },
            Commission = "Челябинская область",
            Municipality = "Кусинский муниципальный район",
            CaseNumber = "2026-0041",
            Registered = new(2026, 8, 20),
            Protocol = "ПР-2026-0001",
            ProtocolDate = new(2026, 9, 1),
            Chair = Protocol.Chair,
            FullName = "Кедрова Анна Ильинична",
            Position = "начальник управления образования",
            Kind = DecisionKind.Refuse,
            ReasonCode = "П-2",
            Reasons = ["Кандидат не проходил аттестацию."],
            Vote = new(1, 3, 1),
            Recommendations = ["Пройти программу развития и подать документы снова."],
        };

    /// <summary>A protocol of a final attestation.</summary>
    public static AttestationRecord Attestation { get; } =
        new()
        {
            Head = Head with { Number = "ПА-2026-0001" },
            Chair = Protocol.Chair,
            Secretary = Protocol.Secretary,
            Present = Protocol.Present,
            Invited = Protocol.Invited,
            Members = 3,
            Quorum = 2,
            QuorumMet = true,
            FullName = "Кедрова Анна Ильинична",
            TestScore = 88.5m,
            Passed = true,
            Percent = 91.25m,
            Vote = new(2, 1, 0),
            Recused = ["Рябинина Вера Львовна"],
            Dissents = [new("Осокин Павел Игоревич", "Опыта управления недостаточно.")],
        };

    /// <summary>A certificate.</summary>
    public static CertificateRecord Certificate { get; } =
        new()
        {
            Head = Head with { Number = "У-2026-0001" },
            FullName = "Кедрова Анна Ильинична",
            Program = "Управление образовательной организацией",
            Hours = 72,
            From = new(2026, 2, 3),
            To = new(2026, 5, 29),
            Score = 92.5m,
            Confirmation = new("https://example.org/confirm/7K2M-9QXA-41TD"),
            Signatures = Signatures,
        };

    /// <summary>A brief of a candidate.</summary>
    public static BriefRecord Brief { get; } =
        BriefSources
            .Numbered(Life)
            .ComparedWith(
                Life with
                {
                    Head = Head with { Number = "С-2026-0001", Date = new(2026, 8, 17) },
                    Workplace = "МБОУ «СОШ № 5»",
                    Conclusions = [],
                }
            );

    /// <summary>What was gathered for that brief; a property, because what it is made of stands below it.</summary>
    private static BriefRecord Life =>
        new()
        {
            Head = Head with { Number = "С-2026-0002" },
            Basis = "дело о согласовании № 2026-0041",
            FullName = "Кедрова Анна Ильинична",
            Position = "начальник управления образования",
            Municipality = "Кусинский муниципальный район",
            Known = true,
            BirthDate = new(1984, 3, 5),
            Workplace = "МБОУ «СОШ № 7»",
            PresentPosition = "Директор",
            Contests = ["Директор года"],
            Career = [new(new(2018, 8, 20), null, "МБОУ «СОШ № 7»", "Директор")],
            Education = [new("Педагогический университет", "учитель математики", 2006)],
            Reserve = new("Развитие", new(2025, 2, 1), new(2028, 2, 1), "первоочерёдные кандидаты", 92.5m),
            History = ["Итоговая аттестация: 91,25 %."],
            Development = ["Наставник: Лаптева О. С. · До: 31.12.2026 · Цели: управление изменениями"],
            Checks = ["Плановая проверка 14.03.2026: нарушений нет."],
            Questions =
            [
                new(
                    "«Создание условий»: что Вы измените в первый год и по какому показателю будет видно, что получилось?",
                    "«Создание условий» ниже 50 процентов",
                    2
                ),
                new("Как Вы выстроите работу с директорами школ?"),
            ],
            Territory = new()
            {
                Name = "Кусинский муниципальный район",
                Year = 2025,
                Compared = 43,
                Lines = [Line("Создание условий", 41.5m), Line("Итог", 64.2m)],
                Years = [Total(2023, 52.3m, 30), Total(2024, 60.7m, 15), Total(2025, 64.2m, 7)],
                Origin = Origin,
                Source = "Опубликованные таблицы",
                AsOf = new(2025, 12, 30),
            },
            Own = new()
            {
                Name = "Агаповский муниципальный район",
                Position = "Начальник управления образования",
                Since = new(2023, 9, 1),
                Act = "41-к",
                ActDate = new(2023, 8, 25),
                Picture = new()
                {
                    Name = "Агаповский муниципальный район",
                    Year = 2025,
                    Compared = 43,
                    Lines = [Line("Создание условий", 57.5m), Line("Итог", 60.1m)],
                    Origin = Origin,
                    Source = "Опубликованные таблицы",
                },
                Years = [Total(2024, 52.3m, 30), Total(2025, 60.1m, 21)],
            },
            Conclusions = ["Назначение соответствует показателям территории."],
            AsOf = new(2026, 9, 1),
            GeneratedAt = new(2026, 9, 1, 10, 5, 0, TimeSpan.FromHours(5)),
            ApprovedBy = "Осокина Вера Павловна",
            ApprovedOn = new(2026, 9, 1),
            Signatures = Signatures,
        };

    private static FigureOrigin Origin =>
        new()
        {
            Source = "Опубликованные таблицы",
            EnteredBy = "Дюжев А. П.",
            EnteredOn = new(2026, 1, 20),
        };

    private static YearTotal Total(int year, decimal percent, int rank) =>
        new(year, percent, rank)
        {
            Mean = 55.4m,
            Best = 82.3m,
            Origin = Origin,
        };

    private static ProtocolItem Item(DecisionKind kind) =>
        new()
        {
            FullName = "Кедрова Анна Ильинична",
            Position = "начальник управления образования",
            Municipality = "Кусинский муниципальный район",
            CaseNumber = "74-2026/0012",
            Opinions = [new("Осокин Павел Игоревич", true, "Опыт соответствует должности.")],
            Recused = ["Рябинина Вера Львовна"],
            Vote = new(3, 1, 0),
            Decision = new(kind, kind == DecisionKind.Postpone ? new(2026, 10, 1) : null, "С испытательным сроком."),
            Dissents = [new("Рябинина Вера Львовна", "Нужны дополнительные сведения.")],
        };

    private static MonitoringLine Line(string name, decimal percent) =>
        new()
        {
            Name = name,
            Percent = percent,
            Rank = 7,
            Band = "выше среднего",
            Colour = BandColour.Yellow,
            Mean = 58.4m,
            Best = 83.1m,
            Change = 3.5m,
        };
}
