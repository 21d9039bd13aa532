using System.Reflection;
using System.Text.Json;
using Reserve.Engine.Feel;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Activities;

/// <summary>An input of an activity as the editor shows it.</summary>
internal sealed record ActivityInput(string Name, string TypeName, bool Required);

/// <summary>A variable that an activity gives.</summary>
/// <param name="Name">Its name in the process.</param>
/// <param name="TypeName">The type of the value, as the editor shows it.</param>
/// <param name="Members">The entries of a context.</param>
internal sealed record ActivityOutput(string Name, string TypeName, IReadOnlyList<string> Members);

/// <summary>A command that processes may send; <paramref name="Outcome"/> is the type of its result.</summary>
internal sealed record ActivityDescription(string Type, string? Title, Type Command, Type Outcome, IReadOnlyList<ActivityInput> Inputs)
{
    /// <summary>
    /// What becomes variables, as <see cref="FeelBinding.Variables"/> binds a result: the properties of a record, or a single value as
    /// <c>result</c>. Empty for a context of which only the drawing knows what is in it.
    /// </summary>
    public IReadOnlyList<ActivityOutput> Outputs { get; } = OutputsOf(Outcome.GetGenericArguments()[0]);

    /// <summary>Whether it gives the entries of the contexts that it is given, which only the drawing knows.</summary>
    public bool GivesItsInputs => Outcome.GetGenericArguments()[0] == typeof(FeelContext);

    private static IReadOnlyList<ActivityOutput> OutputsOf(Type result) =>
        result == typeof(Done) || result == typeof(FeelContext) ? []
        : IsRecord(result)
            ?
            [
                .. FeelBinding
                    .Members(result)
                    .Select(member => new ActivityOutput(
                        member.Name,
                        member.Property.PropertyType.Name,
                        IsRecord(member.Property.PropertyType)
                            ? [.. FeelBinding.Members(member.Property.PropertyType).Select(inner => inner.Name)]
                            : []
                    )),
            ]
        : [new ActivityOutput("result", result.Name, [])];

    private static bool IsRecord(Type type) =>
        type.Namespace?.StartsWith("Reserve.", StringComparison.Ordinal) == true
        && !type.IsEnum
        && !type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(ITypedId<>));
}

/// <summary>Every command marked with <see cref="ActivityAttribute"/>, by its activity type name.</summary>
internal sealed class ActivityCatalog
{
    private readonly Dictionary<string, ActivityDescription> byType;

    /// <exception cref="InvalidOperationException">Two commands claim one name, or a marked class is no request.</exception>
    public ActivityCatalog(IEnumerable<Type> commands)
    {
        byType = new Dictionary<string, ActivityDescription>(StringComparer.Ordinal);
        foreach (var command in commands)
        {
            if (command.GetCustomAttribute<ActivityAttribute>() is not { } activity)
                continue;
            if (command.GetInterfaces().FirstOrDefault(IsCommand) is not { } request)
                throw new InvalidOperationException($"{command} is marked as activity {activity.Type} but is no command with an outcome.");
            if (
                !byType.TryAdd(
                    activity.Type,
                    new(activity.Type, activity.Title, command, request.GetGenericArguments()[0], InputsOf(command))
                )
            )
                throw new InvalidOperationException(
                    $"Activity {activity.Type} is claimed by {byType[activity.Type].Command} and by {command}."
                );
        }
    }

    public IEnumerable<ActivityDescription> All => byType.Values.OrderBy(activity => activity.Type, StringComparer.Ordinal);

    public ActivityDescription? Find(string type) => byType.GetValueOrDefault(type);

    private static bool IsCommand(Type face) =>
        face.IsGenericType
        && face.GetGenericTypeDefinition() == typeof(MediatR.IRequest<>)
        && face.GetGenericArguments()[0].IsAssignableTo(typeof(IOutcome));

    private static List<ActivityInput> InputsOf(Type command)
    {
        var required = command
            .GetConstructors()
            .SelectMany(constructor => constructor.GetParameters())
            .Where(parameter => !parameter.HasDefaultValue)
            .Select(parameter => parameter.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. command
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.Name != "EqualityContract")
                .Select(property => new ActivityInput(property.Name, NameOf(property.PropertyType), required.Contains(property.Name))),
        ];
    }

    private static string NameOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? string.Join('|', Enum.GetNames(type))
            : type == typeof(JsonElement) || type == typeof(FeelValue) ? "Object"
            : type == typeof(string) || type == typeof(Guid) || type is { IsValueType: true, IsPrimitive: false, Namespace: not "System" }
                ? "String"
            : type == typeof(bool) ? "Boolean"
            : type == typeof(int) || type == typeof(long) || type == typeof(decimal) ? "Number"
            : type == typeof(DateOnly) ? "Date"
            : type == typeof(DateTimeOffset) ? "DateTime"
            : type.IsAssignableTo(typeof(System.Collections.IEnumerable)) ? "List"
            : "Object";
    }
}
