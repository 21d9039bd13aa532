using Reserve.Documents.Papers;
using Reserve.Documents.Templates;

namespace Reserve.Documents.Tests.Templates;

public class OfficeTextTests
{
    [Fact]
    public void A_document_is_its_paragraphs_those_of_tables_included()
    {
        var lines = OfficeText.Lines(
            Template.Of(Template.Paragraph("Первый ", "абзац") + Template.Paragraph("") + Template.Table(["ячейка"]))
        );
        Assert.Equal(["Первый абзац", "ячейка"], lines);
    }

    [Fact]
    public void A_workbook_is_its_cells_with_formulas_as_they_are_written()
    {
        var lines = OfficeText.Lines(
            SheetTemplateTests.Workbook([
                ["Школа", "12"],
                ["{name}", "=SUM(B1:B1)"],
            ])
        );
        Assert.NotNull(lines);
        Assert.Equal(4, lines.Count);
        Assert.EndsWith("!A1: Школа", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("!B1: 12", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("!A2: {name}", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("!B2: =SUM(B1:B1)", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_office_file_has_no_text() => Assert.Null(OfficeText.Lines([1, 2, 3]));

    [Fact]
    public void Names_are_compared_with_the_record_in_each_section()
    {
        var template = OfficeTemplate.Open(
            new MemoryStream(
                Template.Of(
                    Template.Paragraph("{head.number} {head.nubmer} {chair.name} {$number}")
                        + Template.Paragraph("{#items}{fullName}{#vote}{for}{fro}{/vote}{?dissents}{postion}{/}{/items}")
                        + Template.Paragraph("{#present}{.}{quorum}{/present}{for}")
                )
            )
        );
        var problems = TemplateNames.Unknown(template.Tags, RecordField.Of(typeof(ProtocolRecord)), _ => []);
        Assert.Equal(["{head.nubmer}", "{chair.name}", "{fro}", "{postion}", "{for}"], problems.Select(problem => problem.Tag));
        Assert.Equal("у этой бумаги нет «nubmer»; похоже на «number»", problems[0].Message);
        Assert.Equal("у этой бумаги нет «postion»; похоже на «position»", problems[3].Message);
    }

    [Fact]
    public void Every_field_of_a_paper_says_what_it_means()
    {
        Type[] records =
        [
            typeof(BriefRecord),
            typeof(ProtocolRecord),
            typeof(ExtractRecord),
            typeof(DecisionRecord),
            typeof(AttestationRecord),
            typeof(CertificateRecord),
        ];
        var silent =
            from record in records
            from field in Below(RecordField.Of(record))
            where field.Meaning.Length == 0
            select $"{record.Name}.{field.Name}";
        Assert.Empty(silent);
    }

    private static IEnumerable<RecordField> Below(RecordField parent) => parent.Fields.SelectMany(child => Below(child).Prepend(child));
}
