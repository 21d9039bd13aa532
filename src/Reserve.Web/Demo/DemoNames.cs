using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Persons;

namespace Reserve.Web.Demo;

/// <summary>People who do not exist: names drawn from lists, workplaces without a real school's name.</summary>
internal sealed class DemoNames(int seed)
{
    private static readonly string[] Surnames =
    [
        "Берестов",
        "Вешняков",
        "Горностаев",
        "Долгопрудов",
        "Ежевикин",
        "Жаворонков",
        "Заозёров",
        "Истоков",
        "Калинников",
        "Лугинин",
        "Медовников",
        "Незабудкин",
        "Озерков",
        "Перелесков",
        "Родниковский",
        "Светлолобов",
        "Травников",
        "Утёсов",
        "Филинов",
        "Хвойников",
        "Цветаевский",
        "Черёмухин",
        "Шиповников",
        "Щегловитов",
        "Яблонев",
        "Боровиков",
        "Верховский",
        "Гладышев",
        "Дубравин",
        "Ельников",
    ];

    private static readonly string[] Men =
    [
        "Александр",
        "Борис",
        "Вадим",
        "Григорий",
        "Денис",
        "Евгений",
        "Иван",
        "Кирилл",
        "Леонид",
        "Максим",
        "Николай",
        "Павел",
        "Роман",
        "Сергей",
        "Тимур",
    ];
    private static readonly string[] Women =
    [
        "Алла",
        "Вера",
        "Галина",
        "Дарья",
        "Елена",
        "Жанна",
        "Инна",
        "Кира",
        "Лариса",
        "Марина",
        "Наталья",
        "Ольга",
        "Полина",
        "Римма",
        "Светлана",
    ];
    private static readonly string[] Fathers =
    [
        "Андреев",
        "Борисов",
        "Викторов",
        "Геннадьев",
        "Дмитриев",
        "Иванов",
        "Константинов",
        "Львов",
        "Михайлов",
        "Олегов",
        "Петров",
        "Романов",
        "Степанов",
        "Фёдоров",
        "Юрьев",
    ];
    private static readonly (string Position, bool IsManagerial)[] Posts =
    [
        ("Директор", true),
        ("Заместитель директора по учебной работе", true),
        ("Заместитель директора по воспитательной работе", true),
        ("Методист", false),
        ("Учитель", false),
        ("Главный специалист управления образования", false),
        ("Заместитель начальника управления образования", true),
    ];

    private static readonly string[] Contests = ["Директор года", "Флагманы образования", "Учитель года", "Большая перемена"];

    private readonly Random random = new(seed);
    private readonly HashSet<string> used = [];
    private int number = 152_000_000;

    public RegisterCandidate Next(string territory, string municipality, DateOnly today)
    {
        var (last, first, middle) = Name();
        var birth = today.AddYears(-random.Next(29, 57)).AddDays(-random.Next(365));
        var (position, isManagerial) = Posts[random.Next(Posts.Length)];
        var workplace = position.Contains("управления", StringComparison.Ordinal)
            ? $"Управление образования, {municipality}"
            : $"Школа № {random.Next(100, 1000)}, {municipality}";
        var since = today.AddYears(-random.Next(1, 15)).AddDays(-random.Next(365));
        return new RegisterCandidate
        {
            Territory = territory,
            LastName = last,
            FirstName = first,
            MiddleName = middle,
            BirthDate = birth,
            Snils = Snils.Of(++number).ToString(),
            Workplace = workplace,
            Position = position,
            SubmittedBy = random.Next(4) == 0 ? null : $"Управление образования, {municipality}",
            Contests = random.Next(4) == 0 ? [Contests[random.Next(Contests.Length)]] : [],
            ConsentGivenOn = today.AddDays(-random.Next(1, 10)),
            Education =
            [
                new EducationLine("Педагогический университет", isManagerial ? "Менеджер образования" : "Учитель", birth.Year + 22),
            ],
            Career =
            [
                new CareerLine(since, null, workplace, position, isManagerial),
                new CareerLine(since.AddYears(-5), since.AddDays(-1), $"Школа № {random.Next(100, 1000)}", "Учитель", false),
            ],
        };
    }

    private (string Last, string First, string Middle) Name()
    {
        while (true)
        {
            var woman = random.Next(10) < 7;
            var surname = Surnames[random.Next(Surnames.Length)];
            var last =
                !woman ? surname
                : surname.EndsWith("ий", StringComparison.Ordinal) ? surname[..^2] + "ая"
                : surname + "а";
            var first = (woman ? Women : Men)[random.Next(15)];
            var middle = Fathers[random.Next(Fathers.Length)] + (woman ? "на" : "ич");
            if (used.Add(last + first + middle))
                return (last, first, middle);
        }
    }
}
