using Reserve.Documents.Papers;

namespace Reserve.Documents.Tests.Papers;

/// <summary>Made-up papers.</summary>
internal static class Samples
{
    public static PaperHead Head(string number) =>
        new()
        {
            Organization = ["Министерство образования и науки Челябинской области", "Федеральная экспертная комиссия"],
            Number = number,
            Date = new(2026, 11, 22),
            Place = "г. Челябинск",
        };

    public static BriefRecord Brief { get; } =
        BriefSources.Numbered(
            new()
            {
                Head = Head("74-2026/0012"),
                FullName = "Кедрова Анна-Мария Ильинична",
                Position = "начальник управления образования <города> & района",
                Municipality = "Кусинский МР",
                Known = true,
                BirthDate = new(1984, 3, 5),
                Workplace = "МБОУ «СОШ № 7» <г. Куса> & филиал",
                PresentPosition = "Директор",
                Contests = ["Директор года", "Учитель года – 2012"],
                Education =
                [
                    new("Челябинский государственный педагогический университет", "учитель математики", 2006),
                    new("Академия управления", "магистр", null),
                ],
                Reserve = new("Развитие", new(2025, 2, 1), new(2028, 2, 1), "первоочерёдные кандидаты", 92.5m),
                Career =
                [
                    new(new(2018, 8, 20), null, "МБОУ «СОШ № 7»", "Директор"),
                    new(new(2012, 9, 1), new(2018, 8, 19), "МБОУ «СОШ № 7»", "Заместитель директора по учебно-воспитательной работе"),
                    new(new(2006, 9, 1), new(2012, 8, 31), "МОУ «Гимназия № 1»", "Учитель математики"),
                ],
                History = ["Повышение квалификации, 48 часов, 2025 год.", "Индивидуальный план развития выполнен на 85 %."],
                Territory = new()
                {
                    Name = "Кусинский муниципальный район",
                    Year = 2022,
                    Compared = 43,
                    Lines =
                    [
                        new()
                        {
                            Name = "Создание условий",
                            Percent = 61,
                            Rank = 7,
                            Band = "выше среднего",
                            Colour = BandColour.Yellow,
                            Mean = 63.4m,
                            Best = 82,
                        },
                        new()
                        {
                            Name = "Достижение результатов",
                            Percent = 66,
                            Rank = 7,
                            Band = "выше среднего",
                            Colour = BandColour.Yellow,
                            Mean = 51.1m,
                            Best = 90,
                        },
                        new()
                        {
                            Name = "Организация процессов",
                            Percent = 58,
                            Rank = 4,
                            Band = "средний",
                            Colour = BandColour.Orange,
                            Mean = 50.9m,
                            Best = 73,
                        },
                        new()
                        {
                            Name = "Итог",
                            Percent = 63,
                            Rank = 6,
                            Band = "выше среднего",
                            Colour = BandColour.Yellow,
                            Mean = 55.2m,
                            Best = 78,
                        },
                    ],
                    Source = "Мотивирующий мониторинг муниципалитетов Челябинской области",
                    AsOf = new(2022, 12, 30),
                },
                Conclusions = ["Кандидат соответствует требованиям к должности; рекомендуется рассмотреть на заседании комиссии."],
                AsOf = new(2026, 11, 22),
                GeneratedAt = new(2026, 11, 22, 10, 5, 0, TimeSpan.FromHours(5)),
                Signatures = [new("Начальник отдела кадровой политики", "Осокин Пётр Ильич")],
            }
        );

    public static ProtocolRecord Protocol { get; } =
        new()
        {
            Head = Head("5"),
            Chair = "Лаптева Ольга Сергеевна",
            Secretary = "Дюжев Артём Павлович",
            Present = ["Лаптева Ольга Сергеевна", "Мухин Роман Игоревич", "Ярцев Илья Львович", "Шубина Вера Петровна"],
            Invited = ["Кедрова Анна-Мария Ильинична"],
            Members = 7,
            Quorum = 4,
            QuorumMet = true,
            Items =
            [
                new()
                {
                    FullName = "Кедрова Анна-Мария Ильинична",
                    Position = "начальник управления образования",
                    Municipality = "Кусинский МР",
                    CaseNumber = "74-18",
                    Opinions =
                    [
                        new("Мухин Роман Игоревич", true, "Программа развития проработана."),
                        new("Шубина Вера Петровна", false, ""),
                    ],
                    Heard = ["Сведения о кандидате доложил А. П. Дюжев."],
                    Speeches = ["Мухин Р. И.: программа развития проработана.", "Шубина В. П.: опыта управления мало."],
                    Recused = ["Ярцев Илья Львович"],
                    Decision = new(DecisionKind.Approve, Text: "Рекомендовать стажировку в течение шести месяцев."),
                    Vote = new(2, 1, 0),
                    Dissents = [new("Шубина Вера Петровна", "считаю опыт управления недостаточным.")],
                },
                new()
                {
                    FullName = "Лосев Пётр Андреевич",
                    Position = "директор школы № 5",
                    Municipality = "Миасский ГО",
                    CaseNumber = "74-19",
                    Decision = new(DecisionKind.Postpone, new(2026, 12, 20)),
                    Vote = new(4, 0, 0),
                },
            ],
        };

    public static ExtractRecord Extract(params int[] items) =>
        new()
        {
            Head = Protocol.Head,
            Chair = Protocol.Chair,
            Secretary = Protocol.Secretary,
            Present = Protocol.Present,
            Invited = Protocol.Invited,
            Members = 7,
            Quorum = 4,
            QuorumMet = true,
            Items = Protocol.Items,
            ItemNumbers = items,
            ExtractDate = new(2026, 11, 24),
        };

    public static AttestationRecord Attestation { get; } =
        new()
        {
            Head = Head("ПА-7"),
            Chair = "Лаптева Ольга Сергеевна",
            Secretary = "",
            Present = ["Мухин Роман Игоревич", "Ярцев Илья Львович"],
            Invited = ["Кедрова Анна-Мария Ильинична"],
            Members = 3,
            Quorum = 3,
            QuorumMet = false,
            FullName = "Кедрова Анна-Мария Ильинична",
            TestScore = 87.5m,
            Passed = false,
            Percent = 48.33m,
            Vote = new(1, 1, 0),
            Recused = ["Шубина Вера Петровна"],
            Dissents = [new("Мухин Роман Игоревич", "проект защищён.")],
        };

    public static DecisionRecord Decision(DecisionKind kind) =>
        new()
        {
            Head = Head("18-р"),
            Federal = true,
            Municipality = "Кусинский муниципальный район",
            CaseNumber = "2026-0014",
            Registered = new(2026, 11, 2),
            Protocol = "ПР-2026-0018",
            ProtocolDate = new(2026, 11, 20),
            Chair = "Лаптева Ольга Сергеевна",
            FullName = "Кедрова Анна-Мария Ильинична",
            Position = "начальник управления образования Кусинского муниципального района",
            Kind = kind,
            ReasonCode = kind == DecisionKind.Refuse ? "ОП-2" : "",
            Reasons = kind == DecisionKind.Approve ? [] : ["Не представлена программа развития территории."],
            PostponedUntil = kind == DecisionKind.Postpone ? new(2026, 12, 20) : null,
            Vote = new(3, 1, 1),
            Recommendations = kind == DecisionKind.Approve ? ["Пройти стажировку на стажировочной площадке."] : [],
        };

    public static CertificateRecord Certificate { get; } =
        new()
        {
            Head = Head("УПК-2026-000347"),
            FullName = "Кедрова Анна-Мария Ильинична",
            Program = "Основные направления управленческой деятельности в рамках мотивирующего мониторинга",
            Hours = 48,
            From = new(2026, 10, 1),
            To = new(2026, 11, 10),
            Score = 82.5m,
            Confirmation = new("https://reserve.example/confirm/7K2M-9QXA-41TD"),
            Signatures = [new("Руководитель программы", "Осокин Пётр Ильич"), new("Секретарь", "Дюжев Артём Павлович")],
        };
}
