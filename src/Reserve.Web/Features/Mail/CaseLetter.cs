using System.Text;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Mail;

/// <summary>The words of letters about a case. They name the case and the municipality, never the person.</summary>
internal static class CaseLetter
{
    public static string SubjectOf(string template) =>
        template switch
        {
            "acknowledged" => "запрос зарегистрирован",
            "returned" => "документы возвращены на доработку",
            "approved" => "назначение согласовано",
            "refused" => "в согласовании отказано",
            "withdrawn" => "рассмотрение прекращено",
            _ => throw new InvalidOperationException($"No words for the template {template}."),
        };

    public static string Text(CaseMail mail, string number, string municipality, DateOnly deadline, int attached, int asked, string page)
    {
        var text = new StringBuilder("Здравствуйте!\n\n");
        text.Append(
                mail.Template switch
                {
                    "acknowledged" => $"Ваш запрос о согласовании назначения ({municipality}) зарегистрирован как дело № {number}. Срок "
                        + $"ответа: до {TimeShown.Date(deadline)}",
                    "returned" => $"Документы по делу № {number} ({municipality}) неполны. Пожалуйста, дополните их; второй раз "
                        + "документы не возвращаются.",
                    "approved" => $"По делу № {number} ({municipality}) принято решение: назначение согласовано.",
                    "refused" => $"По делу № {number} ({municipality}) принято решение: в согласовании отказано. Отказ не препятствует "
                        + "новому представлению.",
                    "withdrawn" => $"Рассмотрение дела № {number} ({municipality}) прекращено по вашему отзыву.",
                    _ => throw new InvalidOperationException($"No words for the template {mail.Template}."),
                }
            )
            .Append('\n');
        foreach (var defect in mail.Defects)
            text.Append("\n— ").Append(defect);
        if (mail.Defects.Count > 0)
            text.Append('\n');
        if (!string.IsNullOrWhiteSpace(mail.Note))
            text.Append(mail.Template == "refused" ? "\nОснование: " : "\n").Append(mail.Note).Append('\n');
        if (attached < asked)
            text.Append("\nДокументы доступны в личном кабинете.\n");
        if (attached > 0)
            text.Append("\nДокументы приложены к письму.\n");
        return text.Append("\nДело в личном кабинете: ")
            .Append(page)
            .Append('\n')
            .Append(mail.Template is "acknowledged" or "returned" ? "Чтобы дополнить дело, ответьте на это письмо.\n" : "")
            .Append(LetterWords.Signature)
            .ToString();
    }
}
