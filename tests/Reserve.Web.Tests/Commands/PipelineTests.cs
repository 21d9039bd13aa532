using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Commands;
using Reserve.Web.Features.Users;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Commands;

public sealed class PipelineTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public void Every_command_says_who_may_and_answers_a_result_whose_refusals_speak()
    {
        var problems = new List<string>();
        foreach (var command in CommandRegistration.CommandTypes())
        {
            if (!command.IsDefined(typeof(AllowAttribute), false))
                problems.Add($"{command.Name} has no [Allow].");
            var response = command
                .GetInterfaces()
                .Single(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IRequest<>))
                .GetGenericArguments()[0];
            if (!response.IsGenericType || response.GetGenericTypeDefinition() != typeof(Result<,>))
            {
                problems.Add($"{command.Name} answers {response.Name}, not a Result.");
                continue;
            }

            problems.AddRange(Mute(command, response.GetGenericArguments()[1]));
        }

        Assert.Empty(problems);
    }

    [Fact]
    public void A_refusal_without_a_text_is_found() => Assert.Single(Mute(typeof(CreateUser), typeof(MuteRefusal)));

    [Fact]
    public async Task Someone_without_the_role_is_rejected_and_that_is_recorded()
    {
        var result = await site.Send(
            "RU.74",
            Roles.HrOfficer,
            new CreateUser("a", "А", null, "RU.74", [Roles.HrOfficer], SiteFixture.Password)
        );
        Assert.IsType<Rejection.NotAllowed>(result.Rejection);
    }

    [Fact]
    public async Task All_problems_of_the_input_are_told_at_once_and_nothing_is_saved()
    {
        var result = await site.Send("RU.74", Roles.Administrator, new CreateUser("", "", null, "RU.00", [], ""));
        var invalid = Assert.IsType<Rejection.Invalid>(result.Rejection);
        Assert.Equal(["DisplayName", "Roles", "Territory", "UserName"], invalid.Problems.Select(problem => problem.Field));
    }

    [Fact]
    public async Task A_refused_command_leaves_an_audit_row_and_nothing_else()
    {
        await site.CreateUser("taken", "RU.74", Roles.HrOfficer);
        var result = await site.Send(
            "RU.74",
            Roles.Administrator,
            new CreateUser("taken", "Вторая", null, "RU.74.05", [Roles.HrOfficer], SiteFixture.Password)
        );
        Assert.Equal(UserRefusal.NameTaken, result.Refusal);
        var row = await site.Look("RU.74.05", db => db.Set<AuditEvent>().SingleAsync());
        Assert.Equal(("CreateUser", AuditOutcome.Refused, "NameTaken", "tester"), (row.Command, row.Outcome, row.Refusal, row.UserName));
        Assert.Equal(0, await site.Look("RU", db => db.Set<User>().CountAsync(user => user.DisplayName == "Вторая")));
    }

    [Fact]
    public async Task A_done_command_is_recorded_with_what_it_was_about()
    {
        var result = await site.Send(
            "RU.74",
            Roles.Administrator,
            new CreateUser("fresh", "Новая", null, "RU.74.06", [Roles.HrOfficer], SiteFixture.Password)
        );
        var row = await site.Look("RU.74.06", db => db.Set<AuditEvent>().SingleAsync());
        Assert.Equal(AuditOutcome.Done, row.Outcome);
        Assert.Equal([result.Value.Value], row.Subjects);
        Assert.Equal(site.Clock.GetUtcNow(), row.At);
    }

    private static IEnumerable<string> Mute(Type command, Type refusal)
    {
        if (refusal.IsEnum)
        {
            return Enum.GetValues(refusal)
                .Cast<object>()
                .Where(member => refusal.GetField(member.ToString()!)!.GetCustomAttributes(typeof(SaysAttribute), false).Length == 0)
                .Select(member => $"{command.Name}: {refusal.Name}.{member} says nothing.");
        }

        return refusal.IsAssignableTo(typeof(IRefusal)) ? [] : [$"{command.Name}: {refusal.Name} is neither an enum nor an IRefusal."];
    }

    private enum MuteRefusal
    {
        Silent,
    }
}
