namespace Reserve.Web.Features.Files;

/// <summary>The files of a form as a browser sends them.</summary>
internal static class GivenFiles
{
    /// <summary>Those of one field; an empty choice is no file.</summary>
    public static async Task<IReadOnlyList<GivenFile>> Of(HttpRequest request, string field, CancellationToken cancellationToken)
    {
        var given = new List<GivenFile>();
        var form = await request.ReadFormAsync(cancellationToken);
        foreach (var file in form.Files.Where(file => file.Name == field && file.FileName.Length > 0))
        {
            using var content = new MemoryStream((int)Math.Min(file.Length, int.MaxValue));
            await file.CopyToAsync(content, cancellationToken);
            given.Add(new GivenFile(file.FileName, content.ToArray()));
        }

        return given;
    }
}
