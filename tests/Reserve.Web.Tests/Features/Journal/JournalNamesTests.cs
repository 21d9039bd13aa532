using System.Reflection;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Journal;

namespace Reserve.Web.Tests.Features.Journal;

/// <summary>The journal is read by people: commands, other acts and refusals have Russian texts.</summary>
public sealed class JournalNamesTests
{
    private static readonly CommandNames Names = new();
    private static readonly RefusalNames Refusals = new();

    [Fact]
    public void Every_command_and_act_has_a_Russian_name() =>
        Assert.Empty(Names.All.Where(name => !IsRussian(name.Value)).Select(name => name.Key));

    [Fact]
    public void Every_refusal_of_every_command_has_a_Russian_text() =>
        Assert.Empty(
            CommandRegistration
                .CommandTypes()
                .SelectMany(command => RefusalNames.Codes(command).Select(code => (command.Name, code.Code)))
                .Where(refusal => !IsRussian(Refusals.Of(refusal.Name, refusal.Code) ?? ""))
                .Select(refusal => $"{refusal.Name} {refusal.Code}")
        );

    [Fact]
    public void Whatever_refuses_in_the_pipeline_has_a_Russian_text() =>
        Assert.All(
            typeof(Rejection).GetNestedTypes().Where(type => type.IsAssignableTo(typeof(Rejection))),
            rejection => Assert.True(IsRussian(Refusals.Of("", rejection.Name)!), rejection.Name)
        );

    [Fact]
    public void Whatever_closes_the_door_has_a_Russian_text() =>
        Assert.All(
            Enum.GetValues<SignInJournal.Why>(),
            why => Assert.True(IsRussian(Refusals.Of(nameof(SignInJournal.Act.SignIn), why.ToString())!), why.ToString())
        );

    [Fact]
    public void Every_property_that_is_recorded_has_a_Russian_name_and_every_code_of_it_a_word() =>
        Assert.Empty(
            from type in typeof(ReserveDb).Assembly.GetTypes()
            where type.GetCustomAttribute<RecordedAttribute>() is not null
            from property in type.GetProperties()
            where property.GetCustomAttribute<RecordedAttribute>() is not null
            let kind = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType
            where
                !IsRussian(property.GetCustomAttribute<RecordedAttribute>()!.Name)
                || (kind.IsEnum && Enum.GetNames(kind).Any(code => !IsRussian(ChangeNames.WordOf(kind, code) ?? "")))
            select $"{type.Name}.{property.Name}"
        );

    [Fact]
    public void A_name_that_is_none_is_found()
    {
        Assert.False(IsRussian(Names.Of("NeverHeardOf")));
        Assert.False(IsRussian(Refusals.Of("CastVote", "NeverHeardOf")!));
    }

    private static bool IsRussian(string text) => text.Any(letter => letter is >= 'А' and <= 'я');
}
