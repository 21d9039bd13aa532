using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>The pictures put into one result: their files and the relationships of the parts that show them.</summary>
internal sealed class PictureShelf
{
    private const string ImageRelationship = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";

    private readonly List<(string Part, string Id, string Name, byte[] Bytes)> pictures = [];

    public IEnumerable<(string Name, byte[] Bytes)> Files => pictures.Select(picture => (picture.Name, picture.Bytes));

    public bool IsEmpty => pictures.Count == 0;

    public void Put(string part, Png png, int drawingId, Utf8Buffer output)
    {
        var number = pictures.Count + 1;
        var id = string.Create(CultureInfo.InvariantCulture, $"reservePicture{number}");
        pictures.Add((part, id, string.Create(CultureInfo.InvariantCulture, $"word/media/reserve-picture-{number}.png"), png.Bytes));
        output.Raw(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                <w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
                <wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0"
                distR="0"><wp:extent cx="{png.Width}" cy="{png.Height}"/><wp:docPr id="{drawingId}" name="Рисунок {drawingId}"/>
                <a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
                <a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">
                <pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>
                <pic:cNvPr id="{drawingId}" name="Рисунок {drawingId}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>
                <a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{id}"/><a:stretch>
                <a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>
                <a:ext cx="{png.Width}" cy="{png.Height}"/></a:xfrm><a:prstGeom prst="rect">
                <a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>
                """
            )
        );
    }

    /// <summary>The relationships of a part with those to its pictures.</summary>
    public byte[] Relationships(string part, byte[]? old)
    {
        var root = XmlTreeReader.Read(
            old ?? "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>"u8.ToArray(),
            depth: 8
        );
        foreach (var picture in pictures.Where(picture => picture.Part == part))
            Add(root, "Relationship", ("Id", picture.Id), ("Type", ImageRelationship), ("Target", "/" + picture.Name));
        return PartCompiler.Bytes(root);
    }

    /// <summary>The package's content types with the one for PNG.</summary>
    public static byte[] ContentTypes(byte[] old)
    {
        var root = XmlTreeReader.Read(old, depth: 8);
        if (!root.Elements.Any(element => string.Equals(element.Attribute("Extension"), "png", StringComparison.OrdinalIgnoreCase)))
            Add(root, "Default", ("Extension", "png"), ("ContentType", "image/png"));
        return PartCompiler.Bytes(root);
    }

    private static void Add(XmlBranch root, string name, params (string Name, string Value)[] attributes)
    {
        var element = new XmlBranch(root.Prefix + name, name, Vocabulary.Other);
        element.Attributes.AddRange(attributes.Select(pair => new XmlPair(pair.Name, pair.Value)));
        root.Add(element);
    }

    public IEnumerable<string> Parts => pictures.Select(picture => picture.Part).Distinct();
}
