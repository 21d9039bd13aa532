namespace Reserve.Documents.Templates;

/// <summary>What one result gets beside the template's own parts.</summary>
/// <param name="numbering">The template's lists; null when it has none.</param>
/// <param name="highest">The highest number of a part of ours in the template.</param>
internal sealed class Shelf(XmlBranch? numbering, int highest = 0)
{
    public PictureShelf Pictures { get; } = new(highest);

    public ListShelf Lists { get; } = new(numbering);
}
