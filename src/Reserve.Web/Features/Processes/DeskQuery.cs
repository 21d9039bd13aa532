using System.Globalization;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Desk;
using Reserve.Web.Runtime.Help;

namespace Reserve.Web.Features.Processes;

/// <summary>What is looked for over all processes, as the address says it.</summary>
public sealed record DeskQuery(
    string? Words,
    string? Process,
    string? Version,
    string? State,
    string? Element,
    string? Incident,
    string? Variable,
    string Comparison,
    string? Value,
    bool IsOverdue,
    string? From,
    string? To
)
{
    /// <summary>States by their names in the address, in Russian (the key of the translation).</summary>
    public static IReadOnlyList<(string Name, string Word)> States { get; } =
    [
        (Text(DeskState.Active), "идёт"),
        (Text(DeskState.Suspended), "приостановлено"),
        (Text(DeskState.Incident), "с инцидентом"),
        (Text(DeskState.Finished), "завершено"),
        (Text(DeskState.Cancelled), "отменено"),
    ];

    /// <summary>How a variable is compared: what the address says, and the words.</summary>
    public static IReadOnlyList<(string Sign, string Word)> Comparisons { get; } =
    [
        .. VariableTest.Comparisons.Select(sign =>
            (
                sign,
                sign switch
                {
                    "=" => "равно",
                    "!=" => "не равно",
                    ">" => "больше",
                    ">=" => "не меньше",
                    "<" => "меньше",
                    "<=" => "не больше",
                    _ => "содержит",
                }
            )
        ),
    ];

    public bool IsEmpty => this == Of(new QueryCollection());

    /// <summary>Whether more than words, process and state are asked for: those fields are shown then.</summary>
    public bool IsDetailed =>
        Element is not null
        || Incident is not null
        || Variable is not null
        || Value is not null
        || IsOverdue
        || From is not null
        || To is not null;

    public static DeskQuery Of(IQueryCollection query)
    {
        return new DeskQuery(
            Given("q"),
            Given("process"),
            Given("v"),
            Given("state"),
            Given("element"),
            Given("incident"),
            Given("name"),
            Given("is") is { } sign && VariableTest.Comparisons.Contains(sign) ? sign : "=",
            Given("value"),
            query["overdue"] == "true",
            Given("from"),
            Given("to")
        );

        string? Given(string name) => string.IsNullOrWhiteSpace(query[name]) ? null : query[name].ToString().Trim();
    }

    /// <summary>What the database is asked; problems are told by the name of their field, in Russian.</summary>
    internal DeskFilter Read(TimeShown shown, bool seesValues, Dictionary<string, string> problems)
    {
        var (from, to) = (Day(From, "from", problems), Day(To, "to", problems));
        if (from > to)
            problems["to"] = "Конец раньше начала.";
        Guid? version = null;
        if (Version is not null && Guid.TryParse(Version, out var given))
            version = given;
        if (Element is not null && Process is null)
            problems["process"] = "Выберите процесс, на рисунке которого этот шаг.";
        return new DeskFilter(
            Words?.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Process,
            Process is null ? null : version,
            Enum.GetValues<DeskState>().Select(state => (DeskState?)state).FirstOrDefault(state => Text(state!.Value) == State),
            Element,
            Incident,
            Test(seesValues, problems),
            IsOverdue,
            from is { } begins ? shown.StartOf(begins) : null,
            to is { } ends && ends < DateOnly.MaxValue ? shown.StartOf(ends.AddDays(1)) : null
        );
    }

    private VariableTest? Test(bool seesValues, Dictionary<string, string> problems)
    {
        if (Variable is null && Value is null)
            return null;
        if (!seesValues)
            problems["name"] = "Значения переменных видит только администратор.";
        else if (Variable is null)
            problems["name"] = "Назовите переменную.";
        else if (SetRunVariable.Read(Value) is { } value)
            return new VariableTest(Variable, Comparison, value);
        else
            problems["value"] = SetRunVariable.NoValue;
        return null;
    }

    private static DateOnly? Day(string? text, string field, Dictionary<string, string> problems)
    {
        if (text is null)
            return null;
        string[] forms = ["yyyy-MM-dd", "dd.MM.yyyy"];
        if (DateOnly.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day > DateOnly.MinValue)
            return day;
        problems[field] = "Это не дата.";
        return null;
    }

    private static string Text(DeskState state) => state.ToString().ToLowerInvariant();
}
