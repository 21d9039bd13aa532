using System.Text;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Dmn;
using Reserve.Engine.Xml;

namespace Reserve.Engine.Tests.Xml;

public sealed class EncodedXmlTests
{
    private const string Process = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="p" name="Согласование — этап №1">
        <task id="a" name="Ёлка"/></process></definitions>
        """;

    private static readonly EncodingProvider Pages = CodePagesEncodingProvider.Instance;

    private static byte[] Bytes(string declared, Encoding encoding, bool mark = false) =>
        [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes($"<?xml version=\"1.0\" encoding=\"{declared}\"?>\n{Process}")];

    public static TheoryData<string> Encodings =>
        ["windows-1251", "koi8-r", "cp866", "iso-8859-5", "UTF-16", "utf-16 unmarked", "UTF-16BE", "utf-8", "Utf-8 marked"];

    private static byte[] Written(string how) =>
        how switch
        {
            "UTF-16" => Bytes("UTF-16", Encoding.Unicode, mark: true),
            "utf-16 unmarked" => Bytes("utf-16", Encoding.Unicode),
            "UTF-16BE" => Bytes("UTF-16", Encoding.BigEndianUnicode, mark: true),
            "utf-8" => Bytes("utf-8", new UTF8Encoding(false)),
            "Utf-8 marked" => Bytes("utf-8", Encoding.UTF8, mark: true),
            _ => Bytes(how, Pages.GetEncoding(how)!),
        };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Drawings_are_read_in_the_encoding_that_they_declare(string how)
    {
        using var stream = new MemoryStream(Written(how));
        var read = BpmnReader.Read(stream);
        Assert.True(read.Ok, string.Join('\n', read.Diagnostics));
        // Letters of every encoding here: the dash and the number sign are not in all of them.
        Assert.StartsWith("Согласование", read.File!.Processes[0].Name, StringComparison.Ordinal);
        Assert.Equal("Ёлка", read.File.Processes[0].Nodes[0].Name);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void The_text_says_UTF8_and_reads_the_same_when_it_is_written_so(string how)
    {
        var (text, problem) = EncodedXml.Read(Written(how));
        Assert.Null(problem);
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", text, StringComparison.Ordinal);
        using var again = new MemoryStream(Encoding.UTF8.GetBytes(text!));
        Assert.Equal(BpmnReader.Read(text!).File!.Processes[0].Name, BpmnReader.Read(again).File!.Processes[0].Name);
    }

    [Fact]
    public void A_declaration_that_the_bytes_belie_is_told_or_mended()
    {
        var (text, _) = EncodedXml.Read(Bytes("UTF-16", new UTF8Encoding(false)));
        Assert.Contains("Ёлка", text, StringComparison.Ordinal);
        Assert.Contains("utf-8", EncodedXml.Read(Bytes("utf-8", Pages.GetEncoding(1251)!)).Problem, StringComparison.Ordinal);
        Assert.Contains("x-none", EncodedXml.Read(Bytes("x-none", Encoding.UTF8)).Problem, StringComparison.Ordinal);
        using var stream = new MemoryStream(Bytes("x-none", Encoding.UTF8));
        Assert.Equal("not-xml", Assert.Single(BpmnReader.Read(stream).Diagnostics).Code);
    }

    [Fact]
    public void Rules_are_read_so_too_from_bytes_and_from_text()
    {
        const string rules = """
            <?xml version="1.0" encoding="windows-1251"?>
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="Правила" namespace="u">
            <decision name="Итог"><literalExpression><text>1</text></literalExpression></decision></definitions>
            """;
        using var stream = new MemoryStream(Pages.GetEncoding(1251)!.GetBytes(rules));
        Assert.Equal("Правила", DmnReader.Read(stream).Model!.Name);
        Assert.Equal("Правила", DmnReader.Read(rules).Model!.Name);
    }
}
