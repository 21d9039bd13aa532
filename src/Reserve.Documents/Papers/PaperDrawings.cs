using System.Security;

namespace Reserve.Documents.Papers;

/// <summary>Inline drawings (ECMA-376 part 1, 20.4.2.8).</summary>
internal static class PaperDrawings
{
    private const string Names = """
        xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
        xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
        xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        """;

    public static DocumentFormat.OpenXml.Drawing.Wordprocessing.Inline Picture(
        string id,
        uint number,
        long width,
        long height,
        string description
    ) =>
        new(
            Inline(
                number,
                "Рисунок",
                width,
                height,
                description,
                $"""
                <a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">
                <pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>
                <pic:cNvPr id="{number}" name="Рисунок {number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{id}"/>
                <a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>
                <a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect">
                <a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>
                """
            )
        );

    public static DocumentFormat.OpenXml.Drawing.Wordprocessing.Inline Chart(
        string id,
        uint number,
        long width,
        long height,
        string description
    ) =>
        new(
            Inline(
                number,
                "Диаграмма",
                width,
                height,
                description,
                $"""
                <a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
                <c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="{id}"/></a:graphicData>
                """
            )
        );

    private static string Inline(uint number, string kind, long width, long height, string description, string graphic) =>
        $"""<wp:inline {Names} distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>"""
        + """<wp:effectExtent l="0" t="0" r="0" b="0"/>"""
        + $"""<wp:docPr id="{number}" name="{kind} {number}" descr="{SecurityElement.Escape(XmlText.Clean(description))}"/>"""
        + $"""<wp:cNvGraphicFramePr/><a:graphic>{graphic.Trim()}</a:graphic></wp:inline>""";
}
