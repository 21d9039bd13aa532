using Reserve.Web.Access;

namespace Reserve.Web.Features.Journal;

internal static class JournalRegistration
{
    public const string Policy = "Journal";

    public static IServiceCollection AddJournal(this IServiceCollection services) =>
        services.AddPolicy(Policy, Roles.Administrator, Roles.Auditor).AddSingleton<CommandNames>().AddSingleton<RefusalNames>();
}
