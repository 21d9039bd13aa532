using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>A place for a picture, in EMU.</summary>
internal readonly record struct PictureBox(long X, long Y, long Width, long Height)
{
    /// <summary>Where a picture comes to stand in this box: in its middle, as large as it says, or as fits.</summary>
    public PictureBox Around(Png png)
    {
        var (width, height) = (png.Width, png.Height);
        if (!png.IsSized)
        {
            var scale = Math.Min((double)Width / width, (double)Height / height);
            (width, height) = (Math.Max(1, (long)(width * scale)), Math.Max(1, (long)(height * scale)));
        }

        return new(X + ((Width - width) / 2), Y + ((Height - height) / 2), width, height);
    }
}

/// <summary>How each kind of file shows a picture.</summary>
internal static class PictureMarkup
{
    private const string Main = "http://schemas.openxmlformats.org/drawingml/2006/main";
    private const string Shown = "http://schemas.openxmlformats.org/drawingml/2006/picture";
    private const string InText = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";

    /// <summary>In a run of a document.</summary>
    public static string Word(string relation, Png png, int drawing) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
            <wp:inline xmlns:wp="{InText}" distT="0" distB="0" distL="0"
            distR="0"><wp:extent cx="{png.Width}" cy="{png.Height}"/><wp:docPr id="{drawing}" name="Рисунок {drawing}"/>
            <a:graphic xmlns:a="{Main}"><a:graphicData uri="{Shown}">
            <pic:pic xmlns:pic="{Shown}"><pic:nvPicPr>
            <pic:cNvPr id="{drawing}" name="Рисунок {drawing}"/><pic:cNvPicPr/></pic:nvPicPr>
            {Body("pic:", relation, new(0, 0, png.Width, png.Height))}
            </pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>
            """
        );

    /// <summary>Anchored at a cell of a sheet; row and column from 1.</summary>
    public static string Sheet(string relation, Png png, int drawing, int column, int row) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <xdr:oneCellAnchor xmlns:xdr="{SheetDrawing}"><xdr:from><xdr:col>{column - 1}</xdr:col><xdr:colOff>0</xdr:colOff>
            <xdr:row>{row - 1}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="{png.Width}" cy="{png.Height}"/>
            <xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{drawing}" name="Рисунок {drawing}"/><xdr:cNvPicPr/></xdr:nvPicPr>
            {Body("xdr:", relation, new(0, 0, png.Width, png.Height))}
            </xdr:pic><xdr:clientData/></xdr:oneCellAnchor>
            """
        );

    public const string SheetDrawing = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing";

    /// <summary>What follows the properties of a picture that nobody sees: its bytes, its place and size.</summary>
    /// <param name="prefix">Of the elements that hold it, with its colon.</param>
    /// <param name="relation">The id of the relationship to its bytes.</param>
    /// <param name="box">Its place.</param>
    /// <param name="turned">The attribute of a rotation, with a space before it; empty without one.</param>
    public static string Body(string prefix, string relation, PictureBox box, string turned = "") =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <{prefix}blipFill><a:blip xmlns:a="{Main}" xmlns:r="{PackageLinks.Relationships}" r:embed="{relation}"/>
            <a:stretch xmlns:a="{Main}"><a:fillRect/></a:stretch></{prefix}blipFill><{prefix}spPr>
            <a:xfrm xmlns:a="{Main}"{turned}><a:off x="{box.X}" y="{box.Y}"/><a:ext cx="{box.Width}" cy="{box.Height}"/></a:xfrm>
            <a:prstGeom xmlns:a="{Main}" prst="rect"><a:avLst/></a:prstGeom></{prefix}spPr>
            """
        );
}
