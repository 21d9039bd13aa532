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
        var filled = new FilledPackage(entries, shelf);
        foreach (var program in programs.Values)
        {
            var own = new List<TemplateProblem>();
            if (new PartRenderer(program, new(data), options, shelf, own).Render() is { } buffer)
                filled.Put(program.Part, buffer);
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
            filled.Put(numbering!, shelf.Lists.Part());
        if (book is not null)
            filled.Outer = filled.Put(SheetFinish.Run(book, package, filled.Parsed(options.Limits), shelf.Pictures));
        return (filled, found);
    }

    private void FillSlides(JsonElement data, Shelf shelf, FilledPackage filled, List<TemplateProblem> found)
    {
        var show = new SlideShow(deck!, package);
        var scope = new Scope(data);
        var own = new List<TemplateProblem>();
        new PartRenderer(order!, scope, options, shelf, own) { Slide = Print }
            .Render()
            ?.Release();
        // A slide is printed many times, but a mistake in it is one.
        found.AddRange(own.DistinctBy(problem => (problem.Part, problem.Place, problem.Tag)));
        if (own.Count == 0)
            foreach (var (part, bytes) in show.Finish())
                filled.Put(part, bytes);

        void Print(int at)
        {
            var part = deck!.Parts[at];
            var to = show.Begin(part);
            show.Add(Slide(part, to), deck.NotesOf(part) is { } notes ? Slide(notes, notes) : null);
        }

        byte[]? Slide(string part, string to)
        {
            if (!slides.TryGetValue(part, out var program))
                return null;
            if (new PartRenderer(program, scope, options, shelf, own) { PrintedTo = to }.Render() is not { } buffer)
                return [];
            var bytes = buffer.Written.ToArray();
            buffer.Release();
            return bytes;
        }
    }

    private void FillChart(
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
        var chart = filled.Parsed(options.Limits).Tree(part)!.Copy();
        filled.Put(part, new ChartFill(workbook.book!, values.Parsed(options.Limits), values.Outer!).Fill(chart));
        values.Write(bytes);
        filled.Put(embedded, bytes.ToArray());
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
