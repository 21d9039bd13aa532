using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>The pictures put into one result: their files and the relationships of the parts that show them.</summary>
/// <param name="highest">The highest number that a part of ours has already: what was made once may be a template.</param>
internal sealed class PictureShelf(int highest)
{
    private readonly List<(string Part, string Id, string Name, byte[] Bytes)> pictures = [];
    private readonly List<Png> waiting = [];

    public IEnumerable<(string Name, byte[] Bytes)> Files => pictures.Select(picture => (picture.Name, picture.Bytes));

    public bool IsEmpty => pictures.Count == 0;

    public IEnumerable<string> Parts => pictures.Select(picture => picture.Part).Distinct();

    /// <summary>Takes a picture for a part; gives the id of the relationship that leads to it.</summary>
    public string Put(string part, Png png)
    {
        var number = highest + pictures.Count + 1;
        var id = string.Create(CultureInfo.InvariantCulture, $"reservePicture{number}");
        var folder = part[..part.IndexOf('/', StringComparison.Ordinal)];
        pictures.Add((part, id, string.Create(CultureInfo.InvariantCulture, $"{folder}/media/reserve-picture-{number}.png"), png.Bytes));
        return id;
    }

    /// <summary>Keeps a picture whose place will be known when its sheet has its rows; gives the number by which it is asked for.</summary>
    public int Keep(Png png)
    {
        waiting.Add(png);
        return waiting.Count - 1;
    }

    public Png Kept(int number) => waiting[number];

    /// <summary>Adds to the relationships of a part those to its pictures.</summary>
    public void Link(string part, XmlBranch relationships)
    {
        foreach (var picture in pictures.Where(picture => picture.Part == part))
            PackageLinks.Add(relationships, picture.Id, "image", picture.Name);
    }

    /// <summary>Adds to the package's content types the one for PNG.</summary>
    public static void AllowPng(XmlBranch types)
    {
        if (types.Elements.Any(element => string.Equals(element.Attribute("Extension"), "png", StringComparison.OrdinalIgnoreCase)))
            return;
        var entry = new XmlBranch(types.Prefix + "Default", "Default", Vocabulary.Other);
        entry.Set("Extension", "png");
        entry.Set("ContentType", "image/png");
        types.Add(entry);
    }
}
