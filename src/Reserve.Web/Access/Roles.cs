namespace Reserve.Web.Access;

/// <summary>The roles of the domain: a closed set.</summary>
internal static class Roles
{
    public const string HrOfficer = "HrOfficer";
    public const string CommissionMember = "CommissionMember";
    public const string CommissionSecretary = "CommissionSecretary";
    public const string CommissionChair = "CommissionChair";
    public const string RegionalAuthority = "RegionalAuthority";
    public const string MunicipalAuthority = "MunicipalAuthority";
    public const string Department = "Department";
    public const string Administrator = "Administrator";
    public const string Candidate = "Candidate";
    public const string Auditor = "Auditor";

    public static IReadOnlyList<string> All { get; } =
    [
        HrOfficer,
        CommissionMember,
        CommissionSecretary,
        CommissionChair,
        RegionalAuthority,
        MunicipalAuthority,
        Department,
        Administrator,
        Candidate,
        Auditor,
    ];

    /// <summary>The role's name for the user, in Russian.</summary>
    public static string NameOf(string role) =>
        role switch
        {
            HrOfficer => "Кадровик",
            CommissionMember => "Член экспертной комиссии",
            CommissionSecretary => "Секретарь комиссии",
            CommissionChair => "Председатель комиссии",
            RegionalAuthority => "Орган управления региона",
            MunicipalAuthority => "Муниципальный орган управления",
            Department => "Департамент",
            Administrator => "Администратор",
            Candidate => "Кандидат",
            Auditor => "Аудитор",
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role."),
        };
}
