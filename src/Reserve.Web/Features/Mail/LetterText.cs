using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Reserve.Mail.Mime;

namespace Reserve.Web.Features.Mail;

/// <summary>
/// What a letter asks for, in the words of its writer: in lines with labels, or else in running text. Null where it does not say.
/// </summary>
/// <param name="Municipality">The municipality's name.</param>
/// <param name="Person">Surname, name and patronymic, in whatever case the sentence has them.</param>
/// <param name="Position">The position meant.</param>
internal sealed partial record LetterText(string? Municipality, string? Person, string? Position)
{
    private const int MaxLength = 200_000;

    /// <summary>Reads a letter: its text, or the text of its HTML, and then its subject.</summary>
    public static LetterText Read(MailMessage message)
    {
        var body = BodyOf(message);
        // What is quoted from earlier letters does not speak for this one.
        var own = string.Join(
            '\n',
            body.Split('\n').TakeWhile(line => !QuotationHead().IsMatch(line)).Where(line => !line.StartsWith('>'))
        );
        return Read(own + "\n" + message.Subject);
    }

    /// <summary>The letter's text, or the text of its HTML.</summary>
    internal static string BodyOf(MailMessage message) => message.Text ?? (message.Html is { } html ? TextOf(html) : "");

    /// <inheritdoc cref="Read(MailMessage)"/>
    public static LetterText Read(string text)
    {
        text = text.Length > MaxLength ? text[..MaxLength] : text;
        text = text.ReplaceLineEndings("\n").Replace('\u00a0', ' ');
        return new LetterText(
            Label(MunicipalityLabel(), text) ?? First(MunicipalityInText(), text),
            Label(PersonLabel(), text) is { } named ? First(PersonInText(), named) ?? named : First(PersonInText(), text),
            Label(PositionLabel(), text) ?? First(PositionInText(), text)
        );
    }

    private static string? Label(Regex pattern, string text) =>
        pattern.Match(text) is { Success: true } match ? Tidy(match.Groups["value"].Value) : null;

    private static string? First(Regex pattern, string text) => pattern.Match(text) is { Success: true } match ? Tidy(match.Value) : null;

    private static string? Tidy(string value)
    {
        value = Blanks().Replace(value, " ").Trim(' ', '.', ',', ';', ':', '«', '»', '"');
        return value.Length is 0 or > 300 ? null : value;
    }

    private static string TextOf(string html)
    {
        var document = new HtmlParser().ParseDocument(html.Length > MaxLength ? html[..MaxLength] : html);
        foreach (var hidden in document.QuerySelectorAll("script, style, blockquote").ToList())
            hidden.Remove();
        foreach (var line in document.QuerySelectorAll("br, p, div, tr, li, h1, h2, h3").ToList())
            line.Before(document.CreateTextNode("\n"));
        return document.Body?.TextContent ?? "";
    }

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();

    [GeneratedRegex(
        @"^\s*(-{3,}\s*(Исходное|Пересылаемое|Original)|(\d{1,2}[./]|Пн|Вт|Ср|Чт|Пт|Сб|Вс|On ).*(пишет|написал|wrote)\S*:?\s*$)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex QuotationHead();

    [GeneratedRegex(
        @"^[ \t]*(муниципалитет|муниципальное образование|территория|МО|городской округ \(район\))[ \t]*[:–—-][ \t]*(?<value>[^\n]+)$",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.NonBacktracking
    )]
    private static partial Regex MunicipalityLabel();

    [GeneratedRegex(
        @"^[ \t]*(кандидат|кандидатура|ф\.?[ \t]*и\.?[ \t]*о\.?( кандидата)?)[ \t]*[:–—-][ \t]*(?<value>[^\n]+)$",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.NonBacktracking
    )]
    private static partial Regex PersonLabel();

    [GeneratedRegex(
        @"^[ \t]*должность[ \t]*[:–—-][ \t]*(?<value>[^\n]+)$",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.NonBacktracking
    )]
    private static partial Regex PositionLabel();

    [GeneratedRegex(
        @"[А-ЯЁ][а-яё]+(-[А-ЯЁ][а-яё]+)?(ск|цк)(ий|ого|ому|им|ом)\s+"
            + @"(городско(й|го|му|м)\s+округ(а|у|ом|е)?|"
            + @"муниципальн(ый|ого|ому|ым|ом)\s+(район|округ)(а|у|ом|е)?|район(а|у|ом|е)?|ГО|МР|МО)\b",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex MunicipalityInText();

    [GeneratedRegex(
        @"[А-ЯЁ][а-яё]+(-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ][а-яё]+\s+"
            + @"[А-ЯЁ][а-яё]+(ич|ича|ичу|ичем|иче|вна|вны|вне|вну|вной|ична|ичны|ичне|ичну|ичной)\b",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex PersonInText();

    [GeneratedRegex(
        @"(начальник|руководител|заведующ|директор|председател)[а-яё]*\s+"
            + @"(управлени|отдел|комитет|департамент)[а-яё]*\s+(по\s+)?образовани[а-яё]*",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex PositionInText();
}
