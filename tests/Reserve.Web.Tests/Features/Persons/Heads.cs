using Reserve.Web.Features.Persons;

namespace Reserve.Web.Tests.Features.Persons;

/// <summary>Made-up heads.</summary>
internal static class Heads
{
    public const string Post = "Начальник управления образования";

    public static AddTenure Of(string person, string territory, DateOnly starts, DateOnly? ends = null, string position = Post) =>
        new()
        {
            Territory = territory,
            FullName = person,
            Position = position,
            StartsOn = starts,
            EndsOn = ends,
            ActNumber = "1-к",
            ActDate = starts.AddDays(-5),
        };
}
