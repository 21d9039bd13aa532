using System.Globalization;
using Reserve.Benchmarks.ManyRuns;

namespace Reserve.Benchmarks;

/// <summary>Names the benchmarks and runs those asked for; each prints <c>NAME ours=… peer=… ratio=… target=… ok|short</c>.</summary>
internal static class Bench
{
    private static readonly SortedDictionary<string, Func<Task>> All = new(StringComparer.Ordinal)
    {
        ["bpmn-join"] = BpmnRate.Join,
        ["bpmn-multi-instance"] = BpmnRate.MultiInstance,
        ["bpmn-sequence"] = BpmnRate.Sequence,
        ["decline-names"] = DeclineNames.Run,
        ["dmn-table"] = DmnTable.Run,
        ["docx-brief"] = DocxBrief.Run,
        ["docx-render"] = DocxRender.Run,
        ["feel-arithmetic"] = FeelArithmetic.Run,
        ["feel-differential"] = FeelDifferential.Run,
        ["feel-mass"] = FeelMass.Run,
        ["many-children"] = ManyChildren.Run,
        [ManyRunsBench.Name] = ManyRunsBench.Run,
        ["pptx-deck"] = PptxDeck.Run,
        ["replay"] = Replay.Run,
        ["service-chain"] = ServiceChain.Run,
        ["user-task"] = UserTask.Run,
    };

    public static async Task<int> Run(string[] names)
    {
        if (
            names is [ManyRunsBench.Name, var number]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count > 0
        )
        {
            await ManyRunsBench.Run(count);
            return 0;
        }

        var unknown = names.Where(name => !All.ContainsKey(name)).ToList();
        if (unknown.Count > 0)
        {
            await Console.Error.WriteLineAsync($"unknown benchmark: {string.Join(", ", unknown)}; known: {string.Join(", ", All.Keys)}");
            return 2;
        }

        foreach (var name in names.Length > 0 ? names : [.. All.Keys])
            await All[name]();
        return 0;
    }
}
