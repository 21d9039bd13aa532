using System.Text.Json;

namespace Reserve.Documents.Templates;

// How a compiled template is filled.
public sealed partial class OfficeTemplate
{
    private (FilledPackage? Filled, List<TemplateProblem> Problems) Fill(JsonElement data)
    {
        var found = new List<TemplateProblem>(problems);
        if (data.ValueKind != JsonValueKind.Object)
            found.Add(new("", "", "", "данные должны быть объектом JSON"));
        if (found.Count > 0)
        {
            CheckNames(data, found);
            return (null, found);
        }

        var shelf = new Shelf(numbering is null ? null : package.Tree(numbering), package.HighestOfOurs);
        var filled = new FilledPackage(package, shelf, options.Limits);
        foreach (var program in programs.Values)
        {
            var own = new List<TemplateProblem>();
            if (new PartRenderer(program, new(data), options, shelf, own).Render() is { } buffer)
                filled.Put(program.Part, new FilledPart.Rendered(buffer));
            found.AddRange(own);
        }

        if (deck is not null)
            FillSlides(data, shelf, filled, found);

        foreach (var (part, (embedded, workbook)) in charts)
            FillChart(part, embedded, workbook, data, filled, found);
        if (found.Count > 0)
        {
            filled.Release();
            return (null, Trim(found));
        }

        if (!shelf.Lists.IsEmpty)
            filled.Put(numbering!, new FilledPart.Grown(shelf.Lists.Part()));
        if (book is not null)
            filled.Outer = SheetFinish.Run(book, package, filled, shelf.Pictures);
        return (filled, found);
    }

    private void FillSlides(JsonElement data, Shelf shelf, FilledPackage filled, List<TemplateProblem> found)
    {
        var show = new SlideShow(deck!, package, filled);
        var scope = new Scope(data);
        var own = new List<TemplateProblem>();
        new PartRenderer(order!, scope, options, shelf, own) { Slide = Print }
            .Render()
            ?.Release();
        // A slide is printed many times, but a mistake in it is one.
        found.AddRange(own.DistinctBy(problem => (problem.Part, problem.Place, problem.Tag)));
        if (own.Count == 0)
            show.Finish();

        void Print(int at)
        {
            var part = deck!.Parts[at];
            var to = show.Begin(part);
            show.Add(Slide(part, to), deck.NotesOf(part) is { } notes ? Slide(notes, notes) : null);
        }

        Utf8Buffer? Slide(string part, string to) =>
            slides.TryGetValue(part, out var program)
                ? new PartRenderer(program, scope, options, shelf, own) { PrintedTo = to }.Render()
                : null;
    }

    private static void FillChart(
        string part,
        string embedded,
        OfficeTemplate workbook,
        JsonElement data,
        FilledPackage filled,
        List<TemplateProblem> found
    )
    {
        var (values, wrong) = workbook.Fill(data);
        found.AddRange(wrong.Select(Inside(embedded)));
        if (values is null || found.Count > 0)
        {
            values?.Release();
            return;
        }

        using var bytes = new MemoryStream();
        new ChartFill(workbook.book!, values, values.Outer!).Fill(filled.Change(part)!);
        values.Write(bytes);
        filled.Put(embedded, new FilledPart.Brought(bytes.ToArray()));
    }

    // With broken sections the scopes are unknown; a name that occurs nowhere in the data is wrong all the same.
    private void CheckNames(JsonElement data, List<TemplateProblem> found)
    {
        if (data.ValueKind != JsonValueKind.Object || options.MissingValuesAreEmpty)
            return;
        found.AddRange(
            TagNames.Unknown(tags.Where(tag => tag is { Kind: TemplateTagKind.Value or TemplateTagKind.Picture }), TagNames.Of(data))
        );
    }
}
