using Reserve.Web.Runtime.Forms;

namespace Reserve.Web.Features.Tasks;

/// <summary>What a browser sends of a form, and what it is told while one types.</summary>
internal static class FormPost
{
    /// <summary>Names of the form's fields on the page begin with this, so that none meets a name of the page itself.</summary>
    public const string Prefix = "f.";

    public static string Id(FilledField field) => "f-" + field.Place.Replace('.', '-');

    public static async Task<RawAnswers> Read(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = await request.ReadFormAsync(cancellationToken);
        var files = new List<AttachedFile>();
        foreach (
            var file in form.Files.Where(file =>
                file.Name.StartsWith(Prefix, StringComparison.Ordinal) && file.Length is > 0 and <= FieldReader.LongestFile + 1
            )
        )
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, cancellationToken);
            files.Add(new AttachedFile(file.Name[Prefix.Length..], Path.GetFileName(file.FileName), file.ContentType, content.ToArray()));
        }
        return new RawAnswers(
            form.Where(entry => entry.Key.StartsWith(Prefix, StringComparison.Ordinal))
                .ToDictionary(entry => entry.Key[Prefix.Length..], entry => entry.Value.Select(value => value ?? "").ToArray()),
            files
        );
    }

    /// <summary>The answers with a row added or taken away, as the pressed button says.</summary>
    public static RawAnswers Turn(RawAnswers answers, string? add, string? remove) =>
        add is not null ? answers.WithRow(add)
        : remove is not null ? answers.WithoutRow(remove)
        : answers;

    /// <summary>The shape that <c>Front/src/task-form.ts</c> reads: fields by the ids of their parts on the page.</summary>
    public static object State(FilledForm form) =>
        new
        {
            absent = form.All.Where(field => field.Field.Hide is not null).ToDictionary(Id, field => field.IsHidden),
            locked = form.All.Where(field => field.Field.ReadOnlyWhile is not null).ToDictionary(Id, field => field.IsLocked),
            computed = form
                .All.Where(field => field.Field is { Kind: FieldKind.Computed, ShownWhileTyping: true })
                .ToDictionary(Id, field => FieldTexts.Shown(field.Value)),
        };
}
