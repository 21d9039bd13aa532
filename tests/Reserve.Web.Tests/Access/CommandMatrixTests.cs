using System.Reflection;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Tests.Access;

/// <summary>
/// Every command, sent by every role of the own region, of those above, below and beside it, and by nobody, about what there is in the
/// region. Each is taken back, so that no cell hangs on another.
/// </summary>
public sealed class CommandMatrixTests(World world) : IClassFixture<World>
{
    private static readonly string[] Heading =
    [
        "Every command about something of RU.74: the roles that may send it, and what becomes of it when they are of",
        "RU.74 (own), RU (above), RU.74.05 (below), RU.66 (foreign). A role that is not named, and nobody, are denied.",
        "reached: the handler or its validators answered; outside: refused by territory; denied: refused by role.",
    ];

    [Fact]
    public async Task Every_command_ends_as_the_table_says()
    {
        var found = new List<(string, IReadOnlyDictionary<string, string[]>)>();
        var cells = 0;
        var nobody = new List<string>();
        foreach (var command in CommandRegistration.CommandTypes().OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            var sample = new Sample(world).Of(command);
            var byRole = new Dictionary<string, string[]>();
            foreach (var role in Roles.All)
            {
                var outcomes = new List<string>();
                foreach (var (_, territory) in World.Places)
                    outcomes.Add(await Send(sample, territory, role));
                byRole[role] = [.. outcomes];
                cells += outcomes.Count;
            }

            found.Add((command.Name, byRole));
            cells++;
            if (await Send(sample, null, null) != OutcomeTable.Denied)
                nobody.Add(command.Name);
        }

        Assert.Empty(nobody);
        Assert.Empty(
            found.SelectMany(row =>
                row.Item2.Values.SelectMany(all => all)
                    .Where(outcome => outcome.StartsWith("fault", StringComparison.Ordinal))
                    .Select(fault => $"{row.Item1}: {fault}")
            )
        );
        Assert.Equal((Roles.All.Count * World.Places.Count + 1) * CommandRegistration.CommandTypes().Count(), cells);
        var differences = await OutcomeTable.Differences("commands.txt", Heading, OutcomeTable.Rows(found));
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void A_command_without_a_row_and_a_row_that_is_wrong_are_found()
    {
        var reached = new Dictionary<string, string[]> { ["Auditor"] = ["reached", "reached", "outside", "outside"] };
        var rows = OutcomeTable.Rows([("New", reached), ("Known", reached)]);
        Assert.Equal(
            [
                "expected: Known | all | reached | reached | reached | outside",
                "found:    Known | all | reached | reached | outside | outside",
                "found:    New | all | reached | reached | outside | outside",
            ],
            OutcomeTable.Differences(["# heading", "Known | all | reached | reached | reached | outside"], rows)
        );
    }

    [Fact]
    public void Every_command_says_where_it_acts_and_one_that_does_not_is_found()
    {
        Assert.Empty(Unplaced(CommandRegistration.CommandTypes()));
        Assert.Equal([typeof(Nowhere)], Unplaced([typeof(Nowhere)]));
        Assert.Throws<InvalidOperationException>(() => AreaOf.Command(new Nowhere()));
    }

    private static IEnumerable<Type> Unplaced(IEnumerable<Type> commands) => commands.Where(type => !type.IsAssignableTo(typeof(IPlaced)));

    private Task<string> Send(object command, string? territory, string? role) =>
        world.Site.As(
            territory ?? "",
            role is null ? [] : [role],
            async services =>
            {
                if (territory is null)
                    services.GetRequiredService<Caller>().Become(new System.Security.Claims.ClaimsPrincipal());
                var db = services.GetRequiredService<ReserveDb>();
                await using var transaction = await db.Database.BeginTransactionAsync();
                IOutcome outcome;
                try
                {
                    outcome = await Outcome(services.GetRequiredService<IMediator>(), command);
                }
                catch (Exception problem) when (problem is not DbUpdateConcurrencyException)
                {
                    return $"fault {problem.GetType().Name}";
                }

                return outcome.Rejection switch
                {
                    Rejection.NotAllowed => OutcomeTable.Denied,
                    Rejection.OutsideTerritory or Rejection.NotThere => "outside",
                    _ => outcome.Code is "OutsideTerritory" or "NotRegion" ? "outside" : "reached",
                };
            }
        );

    private static Task<IOutcome> Outcome(IMediator mediator, object command) =>
        (Task<IOutcome>)
            typeof(CommandMatrixTests)
                .GetMethod(nameof(SendAs), BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(
                    command
                        .GetType()
                        .GetInterfaces()
                        .Single(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IRequest<>))
                        .GetGenericArguments()[0]
                )
                .Invoke(null, [mediator, command])!;

    private static async Task<IOutcome> SendAs<T>(IMediator mediator, object command)
        where T : IOutcome => await mediator.Send((IRequest<T>)command);

    private sealed record Nowhere;
}
