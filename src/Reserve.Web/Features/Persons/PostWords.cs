namespace Reserve.Web.Features.Persons;

/// <summary>The Russian words of posts, and what the words of a post say of it.</summary>
internal static class PostWords
{
    private static readonly string[] Heads = ["руководител", "начальник", "заведующ", "директор", "председател", "глава", "министр"];

    private static readonly string[] Schools =
    [
        "школ",
        "лицей",
        "лицея",
        "гимнази",
        "детск",
        "образовательн",
        "общеобразовательн",
        "колледж",
        "техникум",
        "сош",
        "оош",
        "мбоу",
        "маоу",
        "мкоу",
    ];

    private static readonly string[] Regional = ["министр", "министерств", "субъект", "областн", "краев", "республиканск", "исполнительн"];

    /// <summary>Authorities that have units.</summary>
    private static readonly string[] Wholes = ["управлени", "комитет", "департамент"];

    private static readonly string[] Units = ["отдел", "сектор", "подразделени"];

    public static string Of(PostLevel level) =>
        level switch
        {
            PostLevel.Regional => "региональный",
            PostLevel.Municipal => "муниципальный",
            PostLevel.School => "школа",
        };

    public static string Of(PostCategory category) =>
        category switch
        {
            PostCategory.RegionalHead => "руководитель регионального органа",
            PostCategory.RegionalDeputy => "заместитель руководителя регионального органа",
            PostCategory.MunicipalHead => "руководитель муниципального органа",
            PostCategory.MunicipalDeputy => "заместитель руководителя муниципального органа",
            PostCategory.AdministrationDeputy => "заместитель главы администрации",
            PostCategory.UnitHead => "руководитель подразделения",
            PostCategory.SchoolHead => "руководитель школы",
            PostCategory.SchoolDeputy => "заместитель руководителя школы",
            PostCategory.Other => "иная должность",
        };

    public static string Of(PostAuthority authority) =>
        authority switch
        {
            PostAuthority.RegionalAuthority => "орган исполнительной власти региона (ОИВ)",
            PostAuthority.MunicipalAuthority => "муниципальный орган управления образованием (МОУО)",
            PostAuthority.Administration => "местная администрация",
            PostAuthority.School => "образовательная организация",
        };

    /// <summary>What the wording alone says; a person decides afterwards.</summary>
    public static PostFacts Guess(string wording)
    {
        var words = NameMatch.Plain(wording).Split(' ');
        var isDeputy = words.Any(word => word.StartsWith("заместител", StringComparison.Ordinal) || word is "зам" or "замглавы");
        var isHead = Has(Heads) && !isDeputy;
        var (level, category, authority) = (isHead, isDeputy) switch
        {
            _ when Has(Schools) && !Has(Wholes) => (
                PostLevel.School,
                isDeputy ? PostCategory.SchoolDeputy
                : isHead ? PostCategory.SchoolHead
                : PostCategory.Other,
                PostAuthority.School
            ),
            _ when Has(Regional) && !Has(["муниципальн", "городск", "район"]) => (
                PostLevel.Regional,
                isDeputy ? PostCategory.RegionalDeputy
                : isHead ? PostCategory.RegionalHead
                : PostCategory.Other,
                PostAuthority.RegionalAuthority
            ),
            (_, true) when words.Any(word => word is "главы" or "замглавы") => (
                PostLevel.Municipal,
                PostCategory.AdministrationDeputy,
                PostAuthority.Administration
            ),
            (_, true) when Has(["образован"]) => (PostLevel.Municipal, PostCategory.MunicipalDeputy, PostAuthority.MunicipalAuthority),
            (true, _) when Has(["образован"]) && !(Has(Units) && Has(Wholes)) => (
                PostLevel.Municipal,
                PostCategory.MunicipalHead,
                PostAuthority.MunicipalAuthority
            ),
            (true, _) when Has(Units) => (PostLevel.Municipal, PostCategory.UnitHead, PostAuthority.MunicipalAuthority),
            _ => (PostLevel.Municipal, PostCategory.Other, PostAuthority.MunicipalAuthority),
        };
        return new PostFacts(wording.Trim(), [], level, category, authority, IsHeadOfWhole(category), []);

        bool Has(string[] stems) => words.Any(word => stems.Any(stem => word.StartsWith(stem, StringComparison.Ordinal)));
    }

    /// <summary>Of these there is one in a territory, or in a school.</summary>
    private static bool IsHeadOfWhole(PostCategory category) =>
        category is PostCategory.RegionalHead or PostCategory.MunicipalHead or PostCategory.SchoolHead;
}
