using System.Collections;
using System.Reflection;
using System.Text.Json;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Monitoring.Formulas;
using Reserve.Web.Features.Papers;
using Reserve.Web.Features.Persons;
using Reserve.Web.Tests.Features.Candidates;
using Reserve.Web.Tests.Features.Persons;

namespace Reserve.Web.Tests.Access;

/// <summary>
/// Makes any command about what there is in <see cref="World"/>: identifiers and territories are its own, the rest is anything.
/// </summary>
internal sealed class Sample(World world)
{
    public object Of(Type command) =>
        command == typeof(RegisterCandidate) ? Made.Candidate("Другая", World.Own)
        : command == typeof(Web.Features.Appointments.SubmitRequest)
            ? new Web.Features.Appointments.SubmitRequest("RU.74.01", "Никого Такого Нет", "Начальник", null)
        : command == typeof(Web.Features.Briefs.RequestBrief)
            ? new Web.Features.Briefs.RequestBrief("RU.74.01", "Никого Такого Нет", null, null, null)
        : command == typeof(AddTenure)
            ? Heads.Of("Другая Вера Ильинична", World.Own, new DateOnly(2021, 9, 1), position: "Советник по школам")
        : Make(command);

    private object Make(Type type)
    {
        if (type.IsAbstract)
            type = type.Assembly.GetTypes().First(one => one.IsSubclassOf(type) && !one.IsAbstract);
        var constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length)!;
        var made = constructor.Invoke([.. constructor.GetParameters().Select(Value)]);
        foreach (var property in type.GetProperties().Where(one => one.CanWrite && !one.PropertyType.IsValueType))
        {
            if (property.GetValue(made) is null)
                property.SetValue(made, Of(property.PropertyType, property.Name));
        }

        return made;
    }

    private object? Value(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (Identifier(type) is { } id)
            return id;
        if (type == typeof(string) && parameter.Name is "Territory" or "ForTerritory" or "Municipality" or "Place")
            return World.Own;
        return parameter.HasDefaultValue ? parameter.DefaultValue : Of(type, parameter.Name);
    }

    private object? Of(Type type, string? name)
    {
        return type switch
        {
            _ when type == typeof(string) => name is "Key" ? "reserve-cycle"
            : name is "Address" ? "a@example.test"
            : "x",
            _ when type == typeof(Guid) => world.Person.Id,
            _ when type == typeof(PaperSubject) => new PaperSubject(PaperSubjectKind.Candidate, world.Candidate.Value),
            _ when type == typeof(FormulaTarget) => FormulaTarget.OfRating(World.Own, "total"),
            _ when type == typeof(byte[]) => Array.Empty<byte>(),
            _ when type == typeof(bool) => false,
            _ when type == typeof(JsonElement) => null,
            _ when type.IsEnum => Enum.GetValues(type).GetValue(0),
            _ when type.IsPrimitive || type == typeof(decimal) => Convert.ChangeType(
                1,
                type,
                System.Globalization.CultureInfo.InvariantCulture
            ),
            _ when type == typeof(DateOnly) => new DateOnly(2026, 12, 1),
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2027, 1, 10, 9, 0, 0, TimeSpan.Zero),
            _ when type.IsValueType => Activator.CreateInstance(type),
            _ when type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) => Items(type),
            _ => Make(type),
        };
    }

    private object Items(Type list)
    {
        if (list.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(list.GetGenericArguments()))!;
        var item = list.GetGenericArguments()[0];
        var items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        if (item == typeof(Guid))
            items.Add(world.Person.Id);
        else if (item == typeof(string))
            items.Add(Roles.HrOfficer);
        return items;
    }

    private object? Identifier(Type type) =>
        !type.IsAssignableTo(typeof(ITypedId)) ? null
        : type == typeof(UserId) ? new UserId(world.Person.Id)
        : world
            .GetType()
            .GetProperties(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
            .FirstOrDefault(property => property.PropertyType == type)
            ?.GetValue(world)
            ?? Activator.CreateInstance(type);
}
