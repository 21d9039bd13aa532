using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Persons;

namespace Reserve.Web.Tests.Features.Candidates;

/// <summary>Made-up candidates.</summary>
internal static class Made
{
    private static int number = 100_000_000;

    public static RegisterCandidate Candidate(string lastName = "Пробная", string territory = "RU.74.01") =>
        new()
        {
            Territory = territory,
            LastName = lastName,
            FirstName = "Анна",
            MiddleName = "Тестовна",
            BirthDate = new DateOnly(1980, 5, 17),
            Snils = Snils.Of(Interlocked.Increment(ref number)).ToString(),
            Workplace = "Школа № 900",
            Position = "Директор",
            SubmittedBy = "Управление образования",
            ConsentGivenOn = new DateOnly(2026, 11, 2),
            Contests = ["Директор года"],
            Career = [new CareerLine(new DateOnly(2016, 9, 1), null, "Школа № 900", "Директор", true)],
            Education = [new EducationLine("Педагогический университет", "Учитель", 2003)],
        };
}
