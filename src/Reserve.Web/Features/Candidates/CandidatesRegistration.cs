using Reserve.Web.Access;
using Reserve.Web.Features.Candidates.Activities;
using Reserve.Web.Features.Persons;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Candidates;

internal static class CandidatesRegistration
{
    /// <summary>Who may read candidates.</summary>
    public const string Policy = "Candidates";

    /// <summary>Who may open one: the same, and candidates their own.</summary>
    public const string Card = "Candidates.Card";

    /// <summary>Who may enter and change them.</summary>
    public const string Enter = "Candidates.Enter";

    private static readonly string[] Readers =
    [
        Roles.HrOfficer,
        Roles.CommissionMember,
        Roles.CommissionSecretary,
        Roles.CommissionChair,
        Roles.RegionalAuthority,
        Roles.MunicipalAuthority,
        Roles.Administrator,
        Roles.Auditor,
    ];

    /// <summary>Whether the caller reads candidates other than the own record.</summary>
    public static bool ReadsCandidates(this Caller caller) => caller.IsSystem || Readers.Any(caller.IsInRole);

    /// <summary>A candidate without another role sees the own record only.</summary>
    public static bool MayOpen(this Caller caller, Guid? ownerOfRecord) =>
        Readers.Any(caller.IsInRole) || (caller.IsInRole(Roles.Candidate) && caller.UserId is { } user && user == ownerOfRecord);

    public static IServiceCollection AddCandidates(this IServiceCollection services)
    {
        services.AddPolicy(Policy, Readers);
        services.AddPolicy(Card, [.. Readers, Roles.Candidate]);
        services.AddPolicy(Enter, Roles.HrOfficer);
        services.AddScoped<Import.ImportPlan>();
        services.AddScoped<CycleMessages>().AddScoped<Enrolment>().AddScoped<PlanRecords>().AddScoped<CandidateWithEntry>();
        services.AddScoped<IFormDirectory, CandidateDirectory>();
        services.AddScoped<IPersonParts, CandidateParts>().AddScoped<IFollowsPerson, FollowPerson>();
        services.AddScoped<ISubjectNaming, CandidateNaming>().AddScoped<ISubjectRows, CandidateRows>();
        services.AddOptions<RatingSettings>().BindConfiguration("Rating");
        return services;
    }
}
