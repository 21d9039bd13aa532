using System.IO.Compression;

namespace Reserve.Documents.Templates;

/// <summary>
/// A result that is not written yet: the template, which stays as it is, and over it the parts that were filled, changed or brought. What
/// no one changed is written as it was packed for an earlier result.
/// </summary>
internal sealed class FilledPackage(Package template, Shelf shelf, TemplateLimits limits)
{
    private readonly Dictionary<string, FilledPart> own = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of a workbook: how a reference from outside has changed.</summary>
    public Func<string, string>? Outer { get; set; }

    public int HighestOfOurs => template.HighestOfOurs;

    public void Put(string part, FilledPart content)
    {
        if (own.GetValueOrDefault(part) is FilledPart.Rendered { Buffer: var buffer })
            buffer.Release();
        own[part] = content;
    }

    /// <summary>The part as a tree to read; null when there is none, or none that can be read.</summary>
    public XmlBranch? Tree(string part) => own.ContainsKey(part) ? Change(part) : template.Tree(part);

    /// <summary>The part as a tree to change, which is written as it then is; null when there is none, or none that can be read.</summary>
    public XmlBranch? Change(string part)
    {
        var root = own.GetValueOrDefault(part) switch
        {
            null => template.Tree(part)?.Copy(),
            FilledPart.Rendered rendered => OfficeParts.Parse(part, rendered.Buffer.Memory, limits, []),
            FilledPart.Copied copied => template.Tree(copied.Of)?.Copy(),
            FilledPart.Grown grown => grown.Root,
            _ => null,
        };
        if (root is not null && own.GetValueOrDefault(part) is not FilledPart.Grown)
            Put(part, new FilledPart.Grown(root));
        return root;
    }

    /// <summary>The relationships of a part, to add to.</summary>
    public XmlBranch ChangeLinks(string part)
    {
        var name = PackageLinks.PartOf(part);
        if (Change(name) is { } known)
            return known;
        var made = PackageLinks.Read(null);
        Put(name, new FilledPart.Grown(made));
        return made;
    }

    public IReadOnlyList<PackageLink> Links(string part) =>
        own.ContainsKey(PackageLinks.PartOf(part)) ? [.. PackageLinks.Of(part, Tree(PackageLinks.PartOf(part)))] : template.Links(part);

    /// <summary>The first part that a part leads to by a relationship of a type; null when there is none.</summary>
    public string? Linked(string part, string type) =>
        Links(part).Where(link => link.Type == type).Select(link => link.Target).FirstOrDefault();

    /// <summary>Writes the archive and gives the memory back.</summary>
    public void Write(Stream output)
    {
        try
        {
            PutPictures();
            using var zip = new ZipWriter();
            foreach (var (name, _) in template.Entries)
                if (!own.TryGetValue(name, out var part))
                    zip.Add(template.Packed(name));
                else if (Packed(name, part) is { } packed)
                    zip.Add(packed);
            foreach (var (name, part) in own)
                if (!template.Has(name) && Packed(name, part) is { } packed)
                    zip.Add(packed);
            zip.Finish(output);
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Gives the memory back of a result that is not written.</summary>
    public void Release()
    {
        foreach (var rendered in own.Values.OfType<FilledPart.Rendered>())
            rendered.Buffer.Release();
        own.Clear();
    }

    private void PutPictures()
    {
        if (shelf.Pictures.IsEmpty)
            return;
        foreach (var part in shelf.Pictures.Parts)
            shelf.Pictures.Link(part, ChangeLinks(part));
        PictureShelf.AllowPng(Change(OfficeParts.ContentTypes)!);
        foreach (var (name, bytes) in shelf.Pictures.Files)
            Put(name, new FilledPart.Brought(bytes));
    }

    private PackedPart? Packed(string name, FilledPart part)
    {
        switch (part)
        {
            case FilledPart.Rendered rendered:
                return PackedPart.Of(name, rendered.Buffer.Written);
            case FilledPart.Grown grown:
                var text = PartCompiler.Text(grown.Root);
                var packed = PackedPart.Of(name, text.Written);
                text.Release();
                return packed;
            case FilledPart.Copied copied:
                return template.Packed(copied.Of) with { Name = name };
            case FilledPart.Brought brought:
                return PackedPart.Of(name, brought.Bytes, CompressionLevel.NoCompression);
            default:
                return null;
        }
    }
}
