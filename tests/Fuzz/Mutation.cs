using System.Text;

namespace Reserve.Fuzz;

/// <summary>Changes an input as damage and malice would: the same seed, the same changes.</summary>
internal static class Mutation
{
    private static readonly byte[][] Tokens =
    [
        .. (
            (string[])
                [
                    "",
                    "\0",
                    "<",
                    ">",
                    "&amp;",
                    "&#0;",
                    "&x;",
                    "<!DOCTYPE a [<!ENTITY x \"yyyyyyyyyy\"><!ENTITY y \"&x;&x;&x;&x;\">]>",
                    "<![CDATA[",
                    "]]>",
                    "<!--",
                    "xmlns=\"\"",
                    "\"",
                    "'",
                    "{",
                    "}",
                    "[",
                    "((((((((((((((((",
                    "]",
                    ",",
                    ";",
                    "=",
                    "-1",
                    "0",
                    "1e999",
                    "-9223372036854775808",
                    "99999999999999999999999999999999999999",
                    "0.1",
                    "null",
                    "true",
                    "for i in 1..100000 return ",
                    "function(x) x(x)",
                    "some x in x satisfies x",
                    "..",
                    "P1000000000Y",
                    "PT0S",
                    "R/PT0S",
                    "-PT1H",
                    "2026-02-30T25:61:61",
                    "date(\"9999-12-31\")",
                    "\u202E\uD800",
                    "ё",
                    "\uFEFF",
                ]
        ).Select(Encoding.UTF8.GetBytes),
        .. new[] { new string('a', 20_000), new string('(', 2_000), string.Concat(Enumerable.Repeat("<a>", 1_000)) }.Select(
            Encoding.UTF8.GetBytes
        ),
    ];

    /// <summary>The input with one to six changes.</summary>
    /// <param name="input">What is well.</param>
    /// <param name="others">Inputs of the same kind, pieces of which may be put in.</param>
    /// <param name="seed">Says which changes.</param>
    public static byte[] Of(byte[] input, IReadOnlyList<byte[]> others, int seed)
    {
        var random = new Random(seed);
        var bytes = input.ToList();
        for (var changes = random.Next(1, 7); changes > 0; changes--)
            Change(bytes, others, random);
        return [.. bytes];
    }

    private static void Change(List<byte> bytes, IReadOnlyList<byte[]> others, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(3) == 0 ? random.Next(400) : random.Next(12), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 3:
                bytes.RemoveRange(at, length);
                bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                break;
            case 4:
                var other = others[random.Next(others.Count)];
                var from = random.Next(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(random.Next(200), other.Length - from)).ToArray());
                break;
            case 5 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            default:
                bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                break;
        }
    }
}

/// <summary>What is expected of a reader of strange inputs: an answer, at a bounded cost.</summary>
internal static class Fuzzing
{
    private const long MostAllocated = 1024L * 1024 * 1024;

    /// <summary>Reads many changed inputs; gives those that made it throw, or cost more than a gigabyte, by their seeds.</summary>
    /// <param name="inputs">The inputs that are changed.</param>
    /// <param name="first">The first seed.</param>
    /// <param name="count">How many.</param>
    /// <param name="read">Reads one.</param>
    public static List<string> Faults(IReadOnlyList<byte[]> inputs, int first, int count, Action<byte[]> read) =>
        Faults(seed => Mutation.Of(inputs[seed % inputs.Count], inputs, seed), first, count, read);

    /// <param name="change">The input of a seed.</param>
    /// <param name="first">The first seed.</param>
    /// <param name="count">How many.</param>
    /// <param name="read">Reads one.</param>
    public static List<string> Faults(Func<int, byte[]> change, int first, int count, Action<byte[]> read)
    {
        var faults = new List<string>();
        for (var seed = first; seed < first + count && faults.Count < 20; seed++)
        {
            var changed = change(seed);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(changed);
            }
            catch (Exception problem)
            {
                faults.Add($"seed {seed}: {problem.GetType().Name}: {problem.Message} {problem.StackTrace?.Split('\n').FirstOrDefault()}");
            }

            var cost = GC.GetAllocatedBytesForCurrentThread() - before;
            if (cost > MostAllocated)
                faults.Add($"seed {seed}: {cost / 1024 / 1024} MB");
        }

        return faults;
    }
}
