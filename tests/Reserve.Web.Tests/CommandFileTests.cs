using System.Reflection;
using System.Text.RegularExpressions;

namespace Reserve.Web.Tests;

/// <summary>A command stands in a file of its name, with its handler and no other command; names are spelled one way.</summary>
public sealed partial class CommandFileTests
{
    [Fact]
    public void Every_command_stands_in_a_file_of_its_own_name_with_its_handler()
    {
        var commands = typeof(Web.Site)
            .Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.GetInterfaces().Any(one => one == typeof(MediatR.IBaseRequest)))
            .Select(type => type.Name)
            .Where(name => !Sources.Any(source => Path.GetFileNameWithoutExtension(source.File) == name && IsHomeOf(source.Text, name)));
        Assert.Empty(commands);
    }

    [Fact]
    public void No_file_holds_two_commands() =>
        Assert.Empty(Sources.Where(source => Handled().Count(source.Text) > 1).Select(source => Path.GetFileName(source.File)));

    [Fact]
    public void Fields_have_no_underscore_and_a_token_is_called_cancellationToken() =>
        Assert.Empty(
            Sources.SelectMany(source =>
                OtherSpelling().Matches(source.Text).Select(match => $"{Path.GetFileName(source.File)}: {match.Value.Trim()}")
            )
        );

    [Fact]
    public void Another_spelling_and_a_second_command_are_found()
    {
        Assert.Matches(OtherSpelling(), "private readonly int _count;");
        Assert.Matches(OtherSpelling(), "Task Send(CancellationToken ct)");
        Assert.Matches(OtherSpelling(), "Task Send(CancellationToken token = default)");
        Assert.DoesNotMatch(OtherSpelling(), "Task Send(int count, CancellationToken cancellationToken = default)");
        Assert.DoesNotMatch(OtherSpelling(), "public static CancellationToken Stopping { get; }");
        Assert.Equal(2, Handled().Count("class A : IRequestHandler<One, Done>; class B(int x)\n    : IRequestHandler<Two, Done>;"));
        Assert.False(IsHomeOf("public sealed record Other(int Id) : IRequest<Done>;", "One"));
    }

    [Fact]
    public void Commands_handlers_and_records_are_internal_unless_something_public_speaks_of_them()
    {
        var open = typeof(Web.Site).Assembly.GetExportedTypes();
        var spoken = open.SelectMany(type => SpokenOf(type).Where(one => one != type)).ToHashSet();
        Assert.Empty(
            open.Where(type => IsHandler(type) || (!type.IsNested && (IsCommand(type) || IsRecord(type)) && !spoken.Contains(type)))
                .Select(type => type.Name)
        );
        Assert.Contains(typeof(Reserve.Web.Data.Stamp), spoken);

        static bool IsCommand(Type type) => type.IsAssignableTo(typeof(MediatR.IBaseRequest));

        static bool IsHandler(Type type) =>
            type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(MediatR.IRequestHandler<,>));

        static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Own) is not null;
    }

    private const BindingFlags Own =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The types in what another assembly sees of a type.</summary>
    private static IEnumerable<Type> SpokenOf(Type type) =>
        type.GetMembers(Own)
            .SelectMany(member =>
                member switch
                {
                    MethodBase { IsPublic: true } or MethodBase { IsFamily: true } =>
                    [
                        .. ((MethodBase)member).GetParameters().Select(parameter => parameter.ParameterType),
                        .. member is MethodInfo method ? [method.ReturnType] : Type.EmptyTypes,
                    ],
                    FieldInfo { IsPublic: true } field => [field.FieldType],
                    _ => Type.EmptyTypes,
                }
            )
            .Concat(type.GetInterfaces())
            .Append(type.BaseType ?? typeof(object))
            .Append(type.DeclaringType ?? typeof(object))
            .SelectMany(PartsOf);

    private static IEnumerable<Type> PartsOf(Type type) =>
        type.HasElementType ? PartsOf(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(PartsOf).Append(type.GetGenericTypeDefinition())
        : [type];

    private static IReadOnlyList<(string File, string Text)> Sources { get; } =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(file => (file, File.ReadAllText(file))),
    ];

    private static bool IsHomeOf(string text, string command) =>
        Regex.IsMatch(text, $@"record {command}\b") && text.Contains($"IRequestHandler<{command},", StringComparison.Ordinal);

    [GeneratedRegex(@"IRequestHandler<\w+,")]
    private static partial Regex Handled();

    [GeneratedRegex(@"CancellationToken (?!cancellationToken\b)[a-z]\w*|(?:private|readonly) [\w<>\[\]?., ]+ _\w+\s*[=;]")]
    private static partial Regex OtherSpelling();
}
