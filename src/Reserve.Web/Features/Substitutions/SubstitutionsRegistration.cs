using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Substitutions;

internal static class SubstitutionsRegistration
{
    public const string Policy = "Substitutions";

    private static readonly string[] OfCommission = [Roles.CommissionMember, Roles.CommissionChair, Roles.CommissionSecretary];

    public static IServiceCollection AddSubstitutions(this IServiceCollection services) =>
        services.AddPolicy(Policy, [.. Roles.All.Where(role => role != Roles.Candidate)]);

    /// <summary>Whether the caller keeps the substitutions of other people.</summary>
    public static bool KeepsSubstitutions(this Caller caller) =>
        caller.IsInRole(Roles.Administrator) || caller.IsInRole(Roles.HrOfficer) || caller.IsInRole(Roles.CommissionSecretary);

    /// <summary>Whether the caller sees those of everybody in the territory, with the reasons.</summary>
    public static bool ReadsSubstitutions(this Caller caller) => caller.KeepsSubstitutions() || caller.IsInRole(Roles.Auditor);

    /// <summary>
    /// Whether the caller arranges who stands in for this person: for themselves, an administrator or an HR officer for the people of their
    /// territory, a secretary for those of the commission in matters of the commission.
    /// </summary>
    public static bool MayArrange(this Caller caller, Person absent, string? role, bool isSeat) =>
        absent.Id == caller.UserId
        || (
            Territory.Covers(caller.Territory, absent.Territory)
            && (
                caller.IsInRole(Roles.Administrator)
                || caller.IsInRole(Roles.HrOfficer)
                || (caller.IsInRole(Roles.CommissionSecretary) && (isSeat || (role is not null && OfCommission.Contains(role))))
            )
        );
}
