namespace Reserve.Web.Features.Appointments.Conflicts;

/// <summary>How the reasons of proposed conflicts are said; {0} is the place.</summary>
internal static class ConflictWords
{
    public static string Of(ConflictKind kind) =>
        kind switch
        {
            ConflictKind.Surname => "Одинаковая фамилия: возможно родство.",
            ConflictKind.Mentor => "Наставник кандидата по плану развития.",
            ConflictKind.Employer => "Общее место работы с кандидатом: {0}.",
            ConflictKind.Superior => "Руководящая должность там же, где работает или работал кандидат: {0}.",
            ConflictKind.Post => "Занимает или занимал должность, на которую предлагают кандидата.",
        };
}
