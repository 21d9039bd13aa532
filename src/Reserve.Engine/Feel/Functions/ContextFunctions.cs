using Reserve.Engine.Feel.Evaluation;

namespace Reserve.Engine.Feel.Functions;

/// <summary>Context functions (DMN 1.5, 10.3.4.10).</summary>
internal static class ContextFunctions
{
    public static IEnumerable<Builtin> All =>
        [
            new("get value", ("m: context, key: string", GetValue)),
            new("get entries", ("m: context", GetEntries)),
            new("context", ("entries: list", FromEntries)),
            new(
                "context put",
                ("context: context, key: string, value: any?", (a, s) => FeelValue.Context(a[0].AsContext()!.With(a[1].AsString()!, a[2]))),
                ("context: context, keys: list, value: any?", PutNested)
            ),
            new("context merge", ("contexts: list", Merge)),
        ];

    private static FeelValue GetValue(FeelValue[] a, FeelState s) =>
        a[0].AsContext()!.TryGet(a[1].AsString()!, out var value) ? value : s.Fail($"get value: нет «{a[1].AsString()}»");

    private static FeelValue GetEntries(FeelValue[] a, FeelState s) =>
        FeelValue.List([
            .. a[0]
                .AsContext()!
                .Entries.Select(entry =>
                    FeelValue.Context(
                        new FeelContext([KeyValuePair.Create("key", FeelValue.From(entry.Key)), KeyValuePair.Create("value", entry.Value)])
                    )
                ),
        ]);

    private static FeelValue FromEntries(FeelValue[] a, FeelState s)
    {
        var entries = new List<KeyValuePair<string, FeelValue>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in a[0].AsList()!)
        {
            if (
                item.AsContext() is not { } pair
                || !pair.TryGet("key", out var key)
                || key.AsString() is not { } name
                || !pair.TryGet("value", out var value)
            )
                return s.Fail("context: нужен список контекстов с «key» (строка) и «value»");
            if (!names.Add(name))
                return s.Fail($"context: имя «{name}» повторяется");
            entries.Add(KeyValuePair.Create(name, value));
        }

        return FeelValue.Context(new FeelContext([.. entries]));
    }

    private static FeelValue PutNested(FeelValue[] a, FeelState s)
    {
        var keys = a[1].AsList()!;
        return keys.Count == 0 ? s.Fail("context put: список ключей пуст") : Put(a[0].AsContext()!, keys, 0, a[2], s);
    }

    private static FeelValue Put(FeelContext context, IReadOnlyList<FeelValue> keys, int depth, FeelValue value, FeelState s)
    {
        if (keys[depth].AsString() is not { } key)
            return s.Fail("context put: ключ не строка");
        if (depth == keys.Count - 1)
            return FeelValue.Context(context.With(key, value));
        if (!context.TryGet(key, out var inner) || inner.AsContext() is not { } nested)
            return s.Fail($"context put: «{key}» не контекст");
        if (!s.Enter(s.At))
            return default;
        var changed = Put(nested, keys, depth + 1, value, s);
        s.Leave();
        return changed.IsNull ? default : FeelValue.Context(context.With(key, changed));
    }

    private static FeelValue Merge(FeelValue[] a, FeelState s)
    {
        var merged = new List<KeyValuePair<string, FeelValue>>();
        foreach (var item in a[0].AsList()!)
        {
            if (item.AsContext() is not { } context)
                return s.Fail($"context merge: {Kinds.Name(item)} вместо контекста");
            merged.AddRange(context.Entries);
        }

        return FeelValue.Context(FeelContext.From(merged));
    }
}
