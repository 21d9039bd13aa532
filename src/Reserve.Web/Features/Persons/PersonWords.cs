namespace Reserve.Web.Features.Persons;

/// <summary>The Russian words of roles and of why two records may be one person.</summary>
internal static class PersonWords
{
    public static string Of(PersonRoleKind role) =>
        role switch
        {
            PersonRoleKind.Reserve => "кадровый резерв",
            PersonRoleKind.Head => "руководитель в должности",
            PersonRoleKind.Case => "согласование назначения",
            PersonRoleKind.Commission => "член комиссии",
        };

    public static string Of(LikelyReason reason) =>
        reason switch
        {
            LikelyReason.SameSnils => "тот же СНИЛС",
            LikelyReason.SameNameAndBirthDate => "те же имя и дата рождения",
            LikelyReason.SameName => "то же имя",
        };
}
