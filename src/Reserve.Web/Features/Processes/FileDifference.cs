using Reserve.Documents.Templates;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Forms;

namespace Reserve.Web.Features.Processes;

/// <summary>A line of a text, or a fact of a form's field, that is no more (<c>Was</c>), is new (<c>Now</c>), or became another.</summary>
public sealed record ChangedLine(string? What, string? Was, string? Now);

/// <summary>What became of a file between two versions, in words; the drawing has its own comparison, a rule its own page.</summary>
public sealed record FileDifference(string Path, BundleFileKind Kind, FileState State, IReadOnlyList<ChangedLine> Lines)
{
    /// <summary>Every file other than the drawing that is not the same.</summary>
    internal static IReadOnlyList<FileDifference> Between(ProcessBundle was, ProcessBundle now) =>
        [
            .. from path in was.Paths.Concat(now.Paths).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            where path != ProcessBundle.Drawing
            let former = was.Content(path)
            let latter = now.Content(path)
            where former is null || !former.Is(latter)
            let kind = BundleFile.KindOf(path) ?? BundleFileKind.Sample
            select new FileDifference(
                path,
                kind,
                former is null ? FileState.Added
                    : latter is null ? FileState.Removed
                    : FileState.Changed,
                Compared(kind, former, latter)
            ),
        ];

    private static List<ChangedLine> Compared(BundleFileKind kind, BundleContent? was, BundleContent? now) =>
        (kind, was?.Text, now?.Text) switch
        {
            (BundleFileKind.Template, _, _) => OfOffice(was?.Bytes, now?.Bytes),
            (BundleFileKind.Form, { } former, { } latter) => Fields(former, latter),
            (BundleFileKind.Letter or BundleFileKind.Readme, { } former, { } latter) => Texts(former, latter),
            _ => [],
        };

    /// <summary>What two files of Word, Excel or PowerPoint say otherwise, by paragraphs or cells; nothing where one is none.</summary>
    internal static List<ChangedLine> OfOffice(byte[]? was, byte[]? now) =>
        was is not null && now is not null && OfficeText.Lines(was) is { } former && OfficeText.Lines(now) is { } latter
            ? Texts(string.Join('\n', former), string.Join('\n', latter))
            : [];

    private static List<ChangedLine> Fields(string was, string now)
    {
        if (TaskForm.TryParse(was, out _) is not { } former || TaskForm.TryParse(now, out _) is not { } latter)
            return [];
        var lines = new List<ChangedLine>();
        if (former.Title != latter.Title)
            lines.Add(new ChangedLine("название", former.Title, latter.Title));
        var (before, after) = (Answers(former), Answers(latter));
        foreach (var path in before.Keys.Concat(after.Keys).Distinct(StringComparer.Ordinal))
        {
            var (gone, come) = (before.GetValueOrDefault(path), after.GetValueOrDefault(path));
            if (gone is null || come is null)
                lines.Add(new ChangedLine("поле", gone is null ? null : Named(gone), come is null ? null : Named(come)));
            else
                lines.AddRange(Facts(gone, come).Where(fact => fact.Was != fact.Now));
        }
        return lines;
    }

    private static Dictionary<string, FormField> Answers(TaskForm form) =>
        form.Answers.DistinctBy(answer => answer.Path).ToDictionary(answer => answer.Path, answer => answer.Field);

    private static IEnumerable<ChangedLine> Facts(FormField was, FormField now)
    {
        var name = Named(was);
        yield return new ChangedLine($"{name}: подпись", was.Label, now.Label);
        yield return new ChangedLine($"{name}: вид", FileWords.Of(was.Kind), FileWords.Of(now.Kind));
        yield return new ChangedLine($"{name}: обязательно", was.Required ? "да" : "нет", now.Required ? "да" : "нет");
        yield return new ChangedLine($"{name}: пояснение", was.Description, now.Description);
        yield return new ChangedLine($"{name}: от и до", $"{was.Min} … {was.Max}", $"{now.Min} … {now.Max}");
        yield return new ChangedLine($"{name}: длина", $"{was.MinLength} … {was.MaxLength}", $"{now.MinLength} … {now.MaxLength}");
        yield return new ChangedLine($"{name}: варианты", Options(was), Options(now));
        yield return new ChangedLine($"{name}: скрывать, когда", was.Hide?.Text, now.Hide?.Text);
        yield return new ChangedLine($"{name}: только чтение", ReadOnly(was), ReadOnly(now));
        yield return new ChangedLine($"{name}: формула", was.Formula?.Text, now.Formula?.Text);
        yield return new ChangedLine($"{name}: какие файлы", string.Join(", ", was.Accept), string.Join(", ", now.Accept));
        yield return new ChangedLine($"{name}: строк", $"{was.MinRows} … {was.MaxRows}", $"{now.MinRows} … {now.MaxRows}");
        yield return new ChangedLine($"{name}: выбирают из", was.Reference?.ToString(), now.Reference?.ToString());
    }

    private static string ReadOnly(FormField field) => field.ReadOnly ? "да" : field.ReadOnlyWhile?.Text ?? "нет";

    private static string Named(FormField field) => field.Label.Length > 0 ? field.Label : field.Key;

    private static string Options(FormField field) =>
        field.OptionsFrom?.Text ?? string.Join(", ", field.Options.Select(option => option.Label));

    /// <summary>The lines that only one of two texts has, in order: what their longest common subsequence leaves.</summary>
    internal static List<ChangedLine> Texts(string was, string now) =>
        [
            .. CommonSequence
                .Between(Split(was), Split(now), string.Equals)
                .Where(line => line.Kind != PieceKind.Same)
                .Select(line =>
                    line.Kind == PieceKind.Removed ? new ChangedLine(null, line.Piece, null) : new ChangedLine(null, null, line.Piece)
                ),
        ];

    /// <summary>The table grows with the product of the two: of a longer text only the beginning is compared.</summary>
    private static string[] Split(string text) => [.. text.ReplaceLineEndings("\n").Split('\n').Take(2_000)];
}
