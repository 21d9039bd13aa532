using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Reserve.Web.Tests;

/// <summary>The arrows of the architecture: which part of the house may know which.</summary>
public sealed class ArrowTests
{
    /// <summary>Who may not know whom, inside Reserve.Web: what stands below never knows what stands above.</summary>
    private static readonly (string From, string[] Never)[] Forbidden =
    [
        (
            "Reserve.Web.Data",
            [
                "Reserve.Web.Access",
                "Reserve.Web.Audit",
                "Reserve.Web.Commands",
                "Reserve.Web.Runtime",
                "Reserve.Web.Features",
                "Reserve.Web.Pages",
            ]
        ),
        ("Reserve.Web.Audit", ["Reserve.Web.Commands", "Reserve.Web.Runtime", "Reserve.Web.Features", "Reserve.Web.Pages"]),
        ("Reserve.Web.Access", ["Reserve.Web.Commands", "Reserve.Web.Runtime", "Reserve.Web.Features"]),
        ("Reserve.Web.Commands", ["Reserve.Web.Runtime", "Reserve.Web.Features", "Reserve.Web.Pages"]),
        ("Reserve.Web.Runtime", ["Reserve.Web.Features", "Reserve.Web.Pages"]),
        ("Reserve.Web.Pages", ["Reserve.Web.Features"]),
    ];

    private static readonly Dictionary<short, OpCode> Instructions = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    private static readonly string[] Independent = ["Reserve.Engine", "Reserve.Documents", "Reserve.Mail"];

    [Fact]
    public void Nothing_below_knows_what_stands_above() => Assert.Empty(Broken(References(typeof(Web.Data.ReserveDb).Assembly), Forbidden));

    [Fact]
    public void The_engine_the_documents_and_the_mail_know_nothing_of_ours()
    {
        foreach (var name in Independent)
        {
            var ours = Assembly
                .Load(name)
                .GetReferencedAssemblies()
                .Where(reference => reference.Name!.StartsWith("reserve", StringComparison.OrdinalIgnoreCase));
            Assert.Empty(ours);
        }
    }

    [Fact]
    public void A_forbidden_arrow_is_found()
    {
        // The pipeline knows the audit trail, so the opposite rule must complain.
        var found = Broken(References(typeof(Web.Data.ReserveDb).Assembly), [("Reserve.Web.Commands", ["Reserve.Web.Audit"])]);
        Assert.Contains(found, line => line.StartsWith("Reserve.Web.Commands", StringComparison.Ordinal));
    }

    private static List<string> Broken(
        IEnumerable<(string From, string To)> references,
        IEnumerable<(string From, string[] Never)> rules
    ) =>
        [
            .. (
                from reference in references
                from rule in rules
                where Within(reference.From, rule.From) && rule.Never.Any(never => Within(reference.To, never))
                select $"{reference.From} → {reference.To}"
            ).Distinct(),
        ];

    private static bool Within(string type, string part) => type.StartsWith(part + ".", StringComparison.Ordinal);

    /// <summary>
    /// Every type that a type of the assembly mentions, in signatures or in code: each method's body is read for the tokens of the
    /// types, fields and methods of the same assembly.
    /// </summary>
    private static IEnumerable<(string From, string To)> References(Assembly assembly)
    {
        using var stream = File.OpenRead(assembly.Location);
        using var image = new PEReader(stream);
        var reader = image.GetMetadataReader();
        var names = new Dictionary<TypeDefinitionHandle, string>();
        foreach (var handle in reader.TypeDefinitions)
            names[handle] = NameOf(reader, handle);
        var owners = new Dictionary<EntityHandle, string>();
        foreach (var (handle, name) in names)
        {
            owners[handle] = name;
            var type = reader.GetTypeDefinition(handle);
            foreach (var field in type.GetFields())
                owners[field] = name;
            foreach (var method in type.GetMethods())
                owners[method] = name;
        }

        foreach (var (handle, name) in names)
        {
            foreach (var methodHandle in reader.GetTypeDefinition(handle).GetMethods())
            {
                var address = reader.GetMethodDefinition(methodHandle).RelativeVirtualAddress;
                if (address == 0)
                    continue;
                var code = image.GetMethodBody(address).GetILBytes()!;
                foreach (var token in Tokens(code))
                {
                    if (owners.TryGetValue(System.Reflection.Metadata.Ecma335.MetadataTokens.EntityHandle(token), out var to))
                        yield return (name, to);
                }
            }
        }

        foreach (var type in assembly.GetTypes())
        {
            foreach (var to in Mentioned(type).Where(to => to.Assembly == assembly && to.FullName is not null))
                yield return (type.FullName!, to.FullName!);
        }
    }

    /// <summary>The types, fields and methods that a method's body names, instruction by instruction: a constant may look like any of them.</summary>
    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length; )
        {
            var instruction = Instructions[unchecked((short)(code[at] == 0xFE ? 0xFE00 | code[at + 1] : code[at]))];
            at += instruction.Size;
            if (
                instruction.OperandType
                is OperandType.InlineField
                    or OperandType.InlineMethod
                    or OperandType.InlineType
                    or OperandType.InlineTok
            )
                yield return BitConverter.ToInt32(code, at);
            at += instruction.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static string NameOf(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? NameOf(reader, outer) + "+" + name
            : reader.GetString(type.Namespace) + "." + name;
    }

    private static IEnumerable<Type> Mentioned(Type type)
    {
        const BindingFlags Own =
            BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        return new[] { type.BaseType }
            .Concat(type.GetInterfaces())
            .Concat(type.GetFields(Own).Select(field => field.FieldType))
            .Concat(type.GetProperties(Own).Select(property => property.PropertyType))
            .Concat(
                type.GetMethods(Own)
                    .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType))
            )
            .Concat(
                type.GetConstructors(Own)
                    .SelectMany(constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType))
            )
            .OfType<Type>()
            .SelectMany(Unwrapped);
    }

    private static IEnumerable<Type> Unwrapped(Type type) =>
        type.HasElementType ? Unwrapped(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Unwrapped).Append(type.GetGenericTypeDefinition())
        : [type];
}
