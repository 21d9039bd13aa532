using System.Globalization;
using System.Text;
using CsCheck;

namespace Reserve.Engine.Tests.Bpmn;

/// <summary>
/// A sound process made of nested blocks, each with one way in and one way out; what it must do is known from how it was made.
/// </summary>
internal abstract record Block
{
    public sealed record Leaf(string Kind) : Block;

    public sealed record Sequence(Block[] Parts) : Block;

    public sealed record Parallel(Block[] Parts) : Block;

    public sealed record Choice(Block[] Parts, int Taken) : Block;

    public sealed record Inclusive(Block[] Parts, int Mask) : Block;

    public sealed record Loop(Block Body, int Rounds) : Block;

    public sealed record Sub(Block Body, bool Watched) : Block;

    public sealed record Instances(int Count, bool Sequential) : Block;

    private static readonly string[] Kinds = ["userTask", "serviceTask", "manualTask", "timer", "message", "receiveTask"];

    /// <summary>Any block nested so deep; the plainest ones shrink a failing case.</summary>
    public static Gen<Block> Any(int depth)
    {
        var leaf = Gen.Int[0, Kinds.Length - 1].Select(kind => (Block)new Leaf(Kinds[kind]));
        if (depth == 0)
            return leaf;
        var body = Any(depth - 1);
        var parts = body.Array[2, 3];
        return Gen.Frequency(
            (1, leaf),
            (2, parts.Select(some => (Block)new Sequence(some))),
            (1, parts.Select(some => (Block)new Parallel(some))),
            (1, Gen.Select(parts, Gen.Int[0, 5], (some, taken) => (Block)new Choice(some, taken % some.Length))),
            (1, Gen.Select(parts, Gen.Int[1, 3], Gen.Bool, Inclusively)),
            (1, Gen.Select(body, Gen.Int[1, 3], (inner, rounds) => (Block)new Loop(inner, rounds))),
            (1, Gen.Select(body, Gen.Bool, (inner, watched) => (Block)new Sub(inner, watched))),
            (1, Gen.Select(Gen.Int[0, 3], Gen.Bool, (count, sequential) => (Block)new Instances(count, sequential)))
        );
    }

    /// <summary>Of two or three branches those of the mask are taken, at least one of the first two; the third with them or not.</summary>
    private static Block Inclusively(Block[] parts, int mask, bool third) =>
        new Inclusive(parts, parts.Length > 2 && third ? mask | 4 : mask);

    /// <summary>Draws it.</summary>
    public static (string Xml, Drawing Drawing) Draw(Block block)
    {
        var drawing = new Drawing();
        var (first, last) = drawing.Add(block, 1);
        drawing.Body.Append("<startEvent id=\"start\"/><endEvent id=\"end\"/>");
        drawing.Flow("start", first);
        drawing.Flow(last, "end");
        return (drawing.Body.ToString(), drawing);
    }
}

/// <summary>The XML of a block, how often each activity must complete, and which must come before which.</summary>
internal sealed class Drawing
{
    private int last;

    public StringBuilder Body { get; private set; } = new();

    public Dictionary<string, int> Expected { get; } = new(StringComparer.Ordinal);

    /// <summary>Activities of the left set complete before those of the right set, where neither is repeated.</summary>
    public List<(IReadOnlyList<string> Before, IReadOnlyList<string> After)> Orders { get; } = [];

    public void Flow(string from, string to, string? condition = null, string? id = null)
    {
        var content = condition is null ? "" : $"<conditionExpression>{condition}</conditionExpression>";
        Body.Append(
            CultureInfo.InvariantCulture,
            $"<sequenceFlow id=\"{id ?? $"f{++last}"}\" sourceRef=\"{from}\" targetRef=\"{to}\">{content}</sequenceFlow>"
        );
    }

    public (string First, string Last) Add(Block block, int times)
    {
        var id = $"n{++last}";
        switch (block)
        {
            case Block.Leaf leaf:
                Body.Append(
                    leaf.Kind switch
                    {
                        "timer" => $"<intermediateCatchEvent id=\"{id}\"><timerEventDefinition>"
                            + "<timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>",
                        "message" =>
                            $"<intermediateCatchEvent id=\"{id}\"><messageEventDefinition messageRef=\"M\"/></intermediateCatchEvent>",
                        _ => $"<{leaf.Kind} id=\"{id}\"/>",
                    }
                );
                Count(id, times);
                return (id, id);
            case Block.Sequence(var parts):
                return Chain(parts, times);
            case Block.Parallel(var parts):
                return Split("parallelGateway", id, parts, _ => times, _ => null);
            case Block.Choice(var parts, var taken):
                return Split(
                    "exclusiveGateway",
                    id,
                    parts,
                    index => index == taken ? times : 0,
                    index => index == taken ? "true" : "false"
                );
            case Block.Inclusive(var parts, var mask):
                return Split(
                    "inclusiveGateway",
                    id,
                    parts,
                    index => (mask & (1 << index)) != 0 ? times : 0,
                    index => (mask & (1 << index)) != 0 ? "true" : "false"
                );
            case Block.Loop(var body, var rounds):
                return Repeat(id, body, rounds, times);
            case Block.Sub(var body, var watched):
                return Nest(id, body, watched, times);
            case Block.Instances(var count, var sequential):
                Body.Append(
                    CultureInfo.InvariantCulture,
                    $"<userTask id=\"{id}\"><multiInstanceLoopCharacteristics "
                        + $"isSequential=\"{(sequential ? "true" : "false")}\">"
                        + $"<loopCardinality>{count}</loopCardinality></multiInstanceLoopCharacteristics></userTask>"
                );
                Count(id, count * times);
                return (id, id);
            default:
                throw new InvalidOperationException();
        }
    }

    private void Count(string id, int times) => Expected[id] = times;

    private (string First, string Last) Chain(Block[] parts, int times)
    {
        string? first = null;
        string? last = null;
        IReadOnlyList<string> before = [];
        foreach (var part in parts)
        {
            var known = Expected.Keys.ToHashSet(StringComparer.Ordinal);
            var (start, end) = Add(part, times);
            IReadOnlyList<string> own = [.. Expected.Keys.Where(key => !known.Contains(key))];
            if (last is not null)
                Flow(last, start);
            if (times == 1)
                Orders.Add((before, own));
            before = own;
            first ??= start;
            last = end;
        }

        return (first!, last!);
    }

    private (string First, string Last) Split(string gateway, string id, Block[] parts, Func<int, int> times, Func<int, string?> condition)
    {
        Body.Append(CultureInfo.InvariantCulture, $"<{gateway} id=\"{id}\"/><{gateway} id=\"{id}j\"/>");
        for (var index = 0; index < parts.Length; index++)
        {
            var (start, end) = Add(parts[index], times(index));
            Flow(id, start, condition(index));
            Flow(end, id + "j");
        }

        return (id, id + "j");
    }

    private (string First, string Last) Repeat(string id, Block body, int rounds, int times)
    {
        // The counter starts at nothing each time the loop is come to.
        Body.Append(
            CultureInfo.InvariantCulture,
            $"<scriptTask id=\"{id}z\" scriptFormat=\"feel\"><script>{{ {id}: 0 }}</script></scriptTask><exclusiveGateway "
                + $"id=\"{id}m\"/><scriptTask id=\"{id}i\" scriptFormat=\"feel\"><script>{{ {id}: {id} + 1 }}</script></scriptTask>"
                + $"<exclusiveGateway id=\"{id}x\" default=\"{id}d\"/>"
        );
        var (start, end) = Add(body, rounds * times);
        Flow(id + "z", id + "m");
        Flow(id + "m", start);
        Flow(end, id + "i");
        Flow(id + "i", id + "x");
        Flow(id + "x", id + "m", $"{id} &lt; {rounds}");
        Body.Append(CultureInfo.InvariantCulture, $"<manualTask id=\"{id}o\"/>");
        Flow(id + "x", id + "o", null, id + "d");
        return (id + "z", id + "o");
    }

    private (string First, string Last) Nest(string id, Block body, bool watched, int times)
    {
        var outer = Body;
        Body = new StringBuilder();
        var (start, end) = Add(body, times);
        Body.Append(CultureInfo.InvariantCulture, $"<startEvent id=\"{id}s\"/><endEvent id=\"{id}e\"/>");
        Flow(id + "s", start);
        Flow(end, id + "e");
        outer.Append(CultureInfo.InvariantCulture, $"<subProcess id=\"{id}\">{Body}</subProcess>");
        Body = outer;
        if (watched)
        {
            Body.Append(
                CultureInfo.InvariantCulture,
                $"<boundaryEvent id=\"{id}b\" attachedToRef=\"{id}\" cancelActivity=\"false\"><timerEventDefinition>"
                    + $"<timeDuration>PT1M</timeDuration></timerEventDefinition></boundaryEvent><manualTask id=\"{id}r\"/>"
            );
            Flow(id + "b", id + "r");
        }

        return (id, id);
    }
}
