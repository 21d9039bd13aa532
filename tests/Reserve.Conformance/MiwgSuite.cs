using System.Xml.Linq;
using Reserve.Engine.Bpmn.Lint;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Conformance;

/// <summary>Suite <c>miwg</c>: reference models of many tools are read, written back as the same XML tree, and linted.</summary>
internal static class MiwgSuite
{
    public static IEnumerable<CaseResult> Run(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.bpmn", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            using var stream = File.OpenRead(path);
            var read = BpmnReader.Read(stream);
            if (read.File is null)
            {
                yield return new CaseResult(name, false, "not read: " + string.Join("; ", read.Diagnostics));
                continue;
            }

            using var written = new MemoryStream();
            BpmnWriter.Write(read.File, written);
            written.Position = 0;
            var before = XDocument.Load(path, LoadOptions.PreserveWhitespace);
            var after = XDocument.Load(written, LoadOptions.PreserveWhitespace);
            var again = BpmnReader.Read(BpmnWriter.Write(read.File));
            var same = XNode.DeepEquals(before.Root, after.Root) && again.File is not null;
            var linted = BpmnLinter.Lint(read);
            yield return new CaseResult(
                name,
                same && linted.Diagnostics.All(found => found.Line > 0),
                same ? "a finding without a line" : "the tree written is not the tree read"
            );
        }
    }
}
