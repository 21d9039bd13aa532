using System.Text;
using Reserve.Documents.Declension;

namespace Reserve.Web.Verbs;

/// <summary><c>reserve names decline FILE.tsv</c>: names, posts, authorities and municipalities in their cases, a line for each.</summary>
internal static class NamesVerb
{
    private const string Usage = """
        reserve names decline FILE.tsv
          FILE.tsv, in UTF-8: kind<TAB>lemma<TAB>gender a line. A first line with the names of the columns says where they stand.
          kind: surname, firstname, patronymic, post, authority, municipality; gender: male, female, or nothing, and it is found.
          Printed: kind, lemma, gender, genitive, dative, accusative, instrumental, prepositional, and sure or unsure, between tabs.
          Problems go to standard error as FILE:line: message; lines without one are printed all the same.
        """;

    private static readonly GrammaticalCase[] Oblique =
    [
        GrammaticalCase.Genitive,
        GrammaticalCase.Dative,
        GrammaticalCase.Accusative,
        GrammaticalCase.Instrumental,
        GrammaticalCase.Prepositional,
    ];

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Where the columns stand in a line.</summary>
    private sealed record Columns(int Kind, int Lemma, int Gender)
    {
        public static Columns Plain { get; } = new(0, 1, 2);

        /// <summary>The columns that a first line names, or null when it is no line of names.</summary>
        public static Columns? Named(string line)
        {
            var names = line.Split('\t');
            var columns = new Columns(Array.IndexOf(names, "kind"), Array.IndexOf(names, "lemma"), Array.IndexOf(names, "gender"));
            return columns is { Kind: >= 0, Lemma: >= 0 } ? columns : null;
        }
    }

    public static async Task<int> Run(string[] args)
    {
        if (args is not ["decline", var path] || path.StartsWith('-'))
            return await Verb.WrongCallAsync(Usage);
        if (!File.Exists(path))
            return await Verb.WrongCallAsync($"нет файла: {path}");
        var (output, problems) = (new StringBuilder(), new List<string>());
        var columns = Columns.Plain;
        var number = 0;
        foreach (var bytes in Lines(await File.ReadAllBytesAsync(path)))
        {
            number++;
            if (Text(bytes) is not { } line)
                problems.Add($"{path}:{number}: не UTF-8");
            else if (number == 1 && Columns.Named(line) is { } named)
            {
                columns = named;
                output.Append("kind\tlemma\tgender\tgenitive\tdative\taccusative\tinstrumental\tprepositional\tsure\n");
            }
            else if (line.Length > 0)
                Line(line.Split('\t'), columns, output, problem => problems.Add($"{path}:{number}: {problem}"));
        }

        await Console.Out.WriteAsync(output);
        foreach (var problem in problems)
            await Console.Error.WriteLineAsync(problem);
        return problems.Count == 0 ? Verb.Fine : Verb.BadInput;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(byte[] file)
    {
        var from = file.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        while (from < file.Length)
        {
            var length = file.AsSpan(from).IndexOf((byte)'\n');
            var end = length < 0 ? file.Length : from + length;
            yield return file.AsMemory(from, end - from);
            from = end + 1;
        }
    }

    private static string? Text(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes.Span).TrimEnd('\r');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static void Line(string[] cells, Columns columns, StringBuilder output, Action<string> problem)
    {
        string Cell(int at) => at >= 0 && at < cells.Length ? cells[at].Trim() : "";
        var (kind, lemma) = (Cell(columns.Kind), Cell(columns.Lemma));
        var given = Cell(columns.Gender) switch
        {
            "" => Gender.Unknown,
            "male" => Gender.Male,
            "female" => Gender.Female,
            _ => (Gender?)null,
        };
        var part = kind switch
        {
            "surname" => NamePart.Surname,
            "firstname" => NamePart.FirstName,
            "patronymic" => NamePart.Patronymic,
            _ => (NamePart?)null,
        };
        if (part is null && kind is not ("post" or "authority" or "municipality"))
            problem($"неизвестный вид «{kind}»: нужен surname, firstname, patronymic, post, authority или municipality");
        if (lemma.Length == 0)
            problem("пустое имя");
        if (given is null)
            problem($"неизвестный пол «{Cell(columns.Gender)}»: нужен male, female или ничего");
        if (lemma.Length == 0 || given is not { } gender)
            return;
        if (part is { } name && gender == Gender.Unknown)
            gender = NameDeclension.GenderOf(name, lemma);
        var forms = (part, kind) switch
        {
            ({ } ofPerson, _) => NameDeclension.Forms(ofPerson, lemma, gender),
            (_, "post") => PhraseDeclension.PostForms(lemma),
            (_, "authority") => PhraseDeclension.AuthorityForms(lemma),
            (_, "municipality") => PhraseDeclension.MunicipalityForms(lemma),
            _ => null,
        };
        if (forms is null)
            return;
        output.Append(kind).Append('\t').Append(lemma).Append('\t');
        output.Append(gender == Gender.Unknown ? "" : gender.ToString().ToLowerInvariant());
        foreach (var to in Oblique)
            output.Append('\t').Append(forms[to]);
        output.Append('\t').Append(forms.Sure ? "sure" : "unsure").Append('\n');
    }
}
