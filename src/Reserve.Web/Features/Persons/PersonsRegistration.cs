using System.Security.Claims;
using Reserve.Web.Access;
using Reserve.Web.Features.Persons.Import;
using Reserve.Web.Runtime.Forms;

namespace Reserve.Web.Features.Persons;

internal static class PersonsRegistration
{
    /// <summary>Who may look people up: those who keep their records, and those who see to it that it is done well.</summary>
    public const string Policy = "Persons";

    /// <summary>Who keeps the base of heads and the records of people.</summary>
    public const string Keep = "Persons.Keep";

    /// <summary>Who may look at the directory of posts.</summary>
    public const string Posts = "Persons.Posts";

    private static readonly string[] Readers = [Roles.HrOfficer, Roles.CommissionSecretary, Roles.Administrator, Roles.Auditor];

    public static bool MayRead(ClaimsPrincipal user) => Readers.Any(user.IsInRole);

    public static IServiceCollection AddPersons(this IServiceCollection services) =>
        services
            .AddScoped<PostFinder>()
            .AddScoped<PostKeeper>()
            .AddScoped<PersonKeeper>()
            .AddScoped<TenureKeeper>()
            .AddScoped<HeadPlan>()
            .AddScoped<IFormDirectory, PostDirectory>()
            .AddScoped<IPersonParts, HeadParts>()
            .AddPolicy(Policy, Readers)
            .AddPolicy(Keep, Roles.HrOfficer)
            .AddPolicy(Posts, Readers);
}
