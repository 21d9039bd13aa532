using DocumentFormat.OpenXml.Wordprocessing;

namespace Reserve.Documents.Papers;

/// <summary>The protocol of a sitting.</summary>
public static class MeetingProtocol
{
    /// <summary>Builds it.</summary>
    /// <param name="record">What it says.</param>
    /// <returns>A .docx file; the same record gives the same bytes.</returns>
    public static byte[] Build(ProtocolRecord record)
    {
        using var paper = new PaperBuilder(
            new(Landscape: false, LongStorage: true, Size: 28),
            $"Протокол № {record.Head.Number}",
            Day(record.Head.Date)
        );
        paper.Head(record.Head, "ПРОТОКОЛ", record.Sitting);
        Attendance(paper, record);
        paper.Add(PaperStyles.Heading, "ПОВЕСТКА ДНЯ:");
        for (var at = 0; at < record.Items.Count; at++)
            paper.Add(PaperStyles.Text, $"{at + 1}. {record.Items[at].Title}");
        for (var at = 0; at < record.Items.Count; at++)
            Item(paper, record.Items[at], at + 1);
        paper.Signatures([new("Председатель", record.Chair), new("Секретарь", record.Secretary)]);
        return paper.Finish();
    }

    internal static DateTimeOffset Day(DateOnly date) => new(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    internal static void Attendance(PaperBuilder paper, ProtocolRecord record)
    {
        Line(paper, "Председатель", RussianText.InitialsFirst(record.Chair));
        Line(paper, "Секретарь", RussianText.InitialsFirst(record.Secretary));
        Line(paper, "Присутствовали", string.Join(", ", record.Present.Select(RussianText.InitialsFirst)));
        if (record.Invited.Count > 0)
            Line(paper, "Приглашены", string.Join(", ", record.Invited.Select(RussianText.InitialsFirst)));
        var there = record.Present.Count;
        paper.Add(
            PaperStyles.Plain,
            $"На заседании присутствуют {RussianText.Count(there, "член", "члена", "членов")} комиссии из {record.Members}. "
                + $"Для кворума необходимо {record.Quorum}. "
                + (there >= record.Quorum ? "Кворум имеется." : "Кворума нет.")
        );
    }

    internal static void Item(PaperBuilder paper, ProtocolItem item, int number)
    {
        paper.Add(PaperStyles.Heading, $"{number}. {item.Title}");
        Block(paper, "СЛУШАЛИ:", item.Heard);
        Block(paper, "ВЫСТУПИЛИ:", item.Spoke);
        foreach (var recused in item.Recused)
            paper.Add(PaperStyles.Text, $"Не участвует в обсуждении и голосовании: {recused}");
        Block(paper, "РЕШИЛИ:", item.Resolved);
        if (item.Vote is { } vote)
            paper.Add(PaperStyles.Text, Count(vote));
        foreach (var (name, text) in item.Dissents)
            paper.Add(
                PaperStyles.Text,
                PaperBuilder.Words($"Особое мнение ({RussianText.InitialsFirst(name)}): ", italic: true),
                PaperBuilder.Words(text)
            );
    }

    internal static string Count(VoteCount vote) =>
        $"Голосовали: «за» – {vote.For}, «против» – {vote.Against}, «воздержались» – {vote.Abstained}.";

    private static void Block(PaperBuilder paper, string word, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        paper.Add(PaperStyles.Plain, PaperBuilder.Words(word, bold: true)).ParagraphProperties!.KeepNext = new KeepNext();
        foreach (var line in lines)
            paper.Add(PaperStyles.Text, line);
    }

    private static void Line(PaperBuilder paper, string label, string text)
    {
        if (text.Length > 0)
            paper.Add(PaperStyles.Plain, PaperBuilder.Words($"{label}: ", bold: true), PaperBuilder.Words(text));
    }
}

/// <summary>An extract of a protocol: its head, the items asked for, the resolutions without the discussion.</summary>
public static class ProtocolExtract
{
    /// <summary>Builds it.</summary>
    /// <param name="record">The protocol and which items.</param>
    /// <returns>A .docx file; the same record gives the same bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An item number is not in the agenda.</exception>
    public static byte[] Build(ExtractRecord record)
    {
        foreach (var number in record.ItemNumbers)
            if (number < 1 || number > record.Items.Count)
                throw new ArgumentOutOfRangeException(nameof(record), number, "no such item in the agenda");
        using var paper = new PaperBuilder(
            new(Landscape: false, LongStorage: true, Size: 28),
            $"Выписка из протокола № {record.Head.Number}",
            MeetingProtocol.Day(record.ExtractDate)
        );
        paper.Head(record.Head, "ВЫПИСКА ИЗ ПРОТОКОЛА", record.Sitting);
        MeetingProtocol.Attendance(paper, record);
        foreach (var number in record.ItemNumbers)
        {
            var item = record.Items[number - 1];
            MeetingProtocol.Item(paper, item with { Spoke = [], Dissents = [] }, number);
        }

        paper.Signatures([new("Председатель", record.Chair), new("Секретарь", record.Secretary)]);
        paper.Add(PaperStyles.Plain, "Выписка верна.");
        paper.Signatures([new("Секретарь", record.Secretary)]);
        paper.Add(PaperStyles.Plain, RussianText.Date(record.ExtractDate));
        return paper.Finish();
    }
}
