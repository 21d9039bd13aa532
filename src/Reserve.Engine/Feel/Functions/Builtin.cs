using Reserve.Engine.Feel.Evaluation;

namespace Reserve.Engine.Feel.Functions;

internal delegate FeelValue BuiltinBody(FeelValue[] arguments, FeelState state);

/// <summary>A built-in function: its forms and what each does (DMN 1.5, 10.3.4).</summary>
internal sealed class Builtin : FeelFunction
{
    private readonly Form[] forms;

    public Builtin(string name, params (string Parameters, BuiltinBody Body)[] forms)
        : this(name, [.. forms.Select(form => new Form(form.Parameters, form.Body))]) { }

    private Builtin(string name, Form[] forms)
        : base(name, [.. forms[0].Parameters.Select(parameter => new FeelParameter(parameter.Name, parameter.Type))], FeelType.Any) =>
        this.forms = forms;

    /// <summary>The parameters of each form, as declared.</summary>
    public IEnumerable<string> Forms => forms.Select(form => form.Text);

    /// <summary>Whether some form takes this many arguments, or arguments of these names.</summary>
    public bool Takes(int count, IReadOnlyList<string>? names) => Array.Exists(forms, form => form.Takes(count, names));

    /// <summary>Calls with positional arguments, or with named ones.</summary>
    public FeelValue Invoke(FeelValue[] arguments, string[]? names, int at, FeelState state)
    {
        string? fault = null;
        foreach (var form in names is null || forms.Length == 1 ? forms : Sorted(names))
        {
            if (form.TryArrange(arguments, names, out var arranged, ref fault))
            {
                if (!state.Step(at) || !state.Enter(at))
                    return default;
                state.At = at;
                var value = form.Body(arranged, state);
                state.Leave();
                return state.Stopped ? default : value;
            }
        }

        return state.Fail(at, $"{Name}: {fault ?? "неверное число или имена аргументов"}");
    }

    /// <summary>
    /// Where several forms have parameters of these names, as before(point, range) and before(range, point), the order written tells which
    /// is meant.
    /// </summary>
    private Form[] Sorted(string[] names) => [.. forms.OrderBy(form => form.HasOrder(names) ? 0 : 1)];

    internal override FeelValue Call(FeelValue[] arguments, FeelCall call) => Invoke(arguments, null, call.State.At, call.State);

    /// <summary>One way to call the function, written as <c>list: list, position?: number, rest*: any?</c>: a question mark after the name
    /// means optional, after the type that null is allowed, a star that all further arguments are gathered.</summary>
    private sealed class Form
    {
        public Form(string parameters, BuiltinBody body)
        {
            Body = body;
            Text = parameters;
            Parameters = parameters.Length == 0 ? [] : [.. parameters.Split(", ").Select(Parameter.Parse)];
            Gathers = Parameters.Length > 0 && Parameters[^1].Gathers;
            Required = Parameters.Count(parameter => !parameter.Optional && !parameter.Gathers);
        }

        public BuiltinBody Body { get; }

        public string Text { get; }

        public Parameter[] Parameters { get; }

        private int Required { get; }

        private bool Gathers { get; }

        public bool Takes(int count, IReadOnlyList<string>? names) =>
            names is null
                ? count >= Required && (Gathers ? count >= Parameters.Length : count <= Parameters.Length)
                : names.All(name => Array.Exists(Parameters, parameter => parameter.Name == name && !parameter.Gathers))
                    && Array.TrueForAll(Parameters, parameter => parameter.Optional || names.Contains(parameter.Name));

        public bool HasOrder(string[] names) => Parameters.Select(parameter => parameter.Name).SequenceEqual(names);

        public bool TryArrange(FeelValue[] arguments, string[]? names, out FeelValue[] arranged, ref string? fault)
        {
            arranged = [];
            return names is null ? TryPositional(arguments, out arranged, ref fault) : TryNamed(arguments, names, out arranged, ref fault);
        }

        private bool TryPositional(FeelValue[] arguments, out FeelValue[] arranged, ref string? fault)
        {
            arranged = [];
            if (!Takes(arguments.Length, null))
                return false;
            var gathers = Gathers;
            var values = new FeelValue[Parameters.Length];
            var plain = gathers ? Parameters.Length - 1 : Parameters.Length;
            for (var i = 0; i < plain && i < arguments.Length; i++)
            {
                if (!Parameters[i].TryTake(arguments[i], out values[i], ref fault))
                    return false;
            }

            if (gathers)
            {
                var rest = new FeelValue[arguments.Length - plain];
                for (var i = 0; i < rest.Length; i++)
                {
                    if (!Parameters[plain].TryTake(arguments[plain + i], out rest[i], ref fault))
                        return false;
                }

                values[plain] = FeelValue.List(new FeelList(rest));
            }

            arranged = values;
            return true;
        }

        private bool TryNamed(FeelValue[] arguments, string[] names, out FeelValue[] arranged, ref string? fault)
        {
            arranged = [];
            var values = new FeelValue[Parameters.Length];
            var taken = 0;
            for (var i = 0; i < Parameters.Length; i++)
            {
                var parameter = Parameters[i];
                var place = Array.IndexOf(names, parameter.Name);
                if (place < 0)
                {
                    if (!parameter.Optional)
                        return false;
                    continue;
                }

                taken++;
                if (parameter.Gathers || !parameter.TryTake(arguments[place], out values[i], ref fault))
                    return false;
            }

            arranged = values;
            return taken == names.Length;
        }
    }

    private sealed record Parameter(string Name, FeelType Type, bool Optional, bool Nullable, bool Gathers)
    {
        public static Parameter Parse(string text)
        {
            var (name, type) = (text[..text.IndexOf(':')], text[(text.IndexOf(':') + 2)..]);
            var nullable = type.EndsWith('?');
            var found = nullable ? type[..^1] : type;
            return new Parameter(
                name.TrimEnd('?', '*'),
                found == "any" ? FeelType.Any : FeelType.Find(found)!,
                name.EndsWith('?'),
                nullable,
                name.EndsWith('*')
            );
        }

        public bool TryTake(FeelValue value, out FeelValue fitted, ref string? fault)
        {
            fitted = value;
            if (value.IsNull)
            {
                if (Nullable)
                    return true;
                fault ??= $"аргумент «{Name}» — null";
                return false;
            }

            if (Type.TryFit(value, out fitted))
                return true;
            fault ??= $"аргумент «{Name}»: {Kinds.Name(value)} не подходит к типу {Type}";
            return false;
        }
    }
}
