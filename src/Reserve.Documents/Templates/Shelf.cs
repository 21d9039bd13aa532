namespace Reserve.Documents.Templates;

/// <summary>What one result gets beside the template's own parts.</summary>
internal sealed class Shelf(XmlBranch? numbering)
{
    public PictureShelf Pictures { get; } = new();

    public ListShelf Lists { get; } = new(numbering);
}
