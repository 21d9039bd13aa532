namespace Reserve.Web.Features.Mail;

/// <summary>What letters say.</summary>
internal static class LetterWords
{
    public const string Signature = """

        --
        Информационная система «Кадровый резерв руководителей системы образования»
        Письмо отправлено автоматически.
        """;

    public static string AnswerTo(string? subject) =>
        string.IsNullOrWhiteSpace(subject) ? "Ваше письмо"
        : subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) ? subject
        : "Re: " + subject;

    public static string Incomplete(LetterText asked) =>
        (asked.Municipality, asked.Person) switch
        {
            (null, null) => "Из письма не удалось понять, о каком муниципальном образовании и о каком кандидате речь.",
            (null, _) => "Из письма не удалось понять, о каком муниципальном образовании речь.",
            _ => "Из письма не удалось понять, о каком кандидате речь.",
        };

    public static string Answer(string reason) =>
        $"""
            Здравствуйте!

            Запрос не зарегистрирован. {reason}

            Пожалуйста, пришлите запрос ещё раз и укажите отдельными строками:

            Муниципалитет: (полное название, например «Златоустовский ГО»)
            Кандидат: (фамилия, имя и отчество полностью)
            Должность: (если это не руководитель муниципального органа управления образованием)
            {Signature}
            """;
}
