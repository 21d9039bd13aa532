namespace Reserve.Documents.Papers;

/// <summary>The decision of a commission on an appointment.</summary>
public static class Decision
{
    /// <summary>Builds it.</summary>
    /// <param name="record">What it says.</param>
    /// <returns>A .docx file; the same record gives the same bytes.</returns>
    public static byte[] Build(DecisionRecord record)
    {
        using var paper = new PaperBuilder(
            new(Landscape: false, LongStorage: true, Size: 28),
            $"Решение № {record.Head.Number}",
            MeetingProtocol.Day(record.Head.Date)
        );
        paper.Head(record.Head, "РЕШЕНИЕ", $"{record.Body}\n{record.Subject}");
        if (record.Basis.Count > 0)
        {
            paper.Add(PaperStyles.Heading, "Основание:");
            foreach (var line in record.Basis)
                paper.Add(PaperStyles.Text, line);
        }

        paper.Add(
            PaperStyles.Text,
            $"Рассмотрев представленные документы в отношении кандидата на должность «{record.Position}», комиссия РЕШИЛА:"
        );
        paper.Add(PaperStyles.Text, PaperBuilder.Words(Verdict(record), bold: true));
        if (record.Reasons.Count > 0)
        {
            var code = record.ReasonCode.Length > 0 ? $" (код {record.ReasonCode})" : "";
            paper.Add(PaperStyles.Heading, record.Kind == DecisionKind.Refuse ? $"Причины отказа{code}:" : $"Обоснование{code}:");
            foreach (var line in record.Reasons)
                paper.Add(PaperStyles.Text, line);
        }

        if (record.Recommendations.Count > 0)
        {
            paper.Add(PaperStyles.Heading, "Рекомендации:");
            foreach (var line in record.Recommendations)
                paper.Add(PaperStyles.Text, line);
        }

        if (record.Kind == DecisionKind.Refuse)
            paper.Add(PaperStyles.Text, "Отказ не препятствует повторному представлению кандидата после устранения указанных причин.");
        if (record.Vote is { } vote)
            paper.Add(PaperStyles.Text, MeetingProtocol.Count(vote));
        paper.Signatures(record.Signatures);
        return paper.Finish();
    }

    private static string Verdict(DecisionRecord record) =>
        record.Kind switch
        {
            DecisionKind.Approve => $"Согласовать назначение: {record.FullName}, на должность «{record.Position}».",
            DecisionKind.Refuse => $"Отказать в согласовании назначения: {record.FullName}, на должность «{record.Position}».",
            DecisionKind.Postpone => record.PostponedUntil is { } until
                ? $"Отложить рассмотрение вопроса о назначении до {RussianText.Date(until)}: {record.FullName}, на должность "
                    + $"«{record.Position}»."
                : $"Отложить рассмотрение вопроса о назначении: {record.FullName}, на должность «{record.Position}».",
        };
}
