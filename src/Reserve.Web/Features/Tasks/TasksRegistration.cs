using Microsoft.AspNetCore.Http.HttpResults;
using Reserve.Web.Access;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Tasks;

internal static class TasksRegistration
{
    public const string Policy = "Tasks";

    public static IServiceCollection AddTasks(this IServiceCollection services) =>
        services.AddPolicy(
            Policy,
            Roles.HrOfficer,
            Roles.CommissionMember,
            Roles.CommissionSecretary,
            Roles.CommissionChair,
            Roles.RegionalAuthority,
            Roles.MunicipalAuthority,
            Roles.Department,
            Roles.Administrator,
            Roles.Candidate
        );

    /// <summary>The drawing of a process version, for the viewer on cards and tasks. A version never changes.</summary>
    public static void MapDrawings(this WebApplication app) =>
        app.MapGet("/drawings/{definition:guid}", Drawing).RequireAuthorization(AccessRegistration.SignedIn);

    private static async Task<Results<ContentHttpResult, NotFound>> Drawing(
        Guid definition,
        ProcessQueries queries,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (await queries.Xml(new DefinitionId(definition), cancellationToken) is not { } xml)
            return TypedResults.NotFound();
        response.Headers.CacheControl = "private, max-age=86400, immutable";
        return TypedResults.Content(xml, "application/xml; charset=utf-8");
    }
}
