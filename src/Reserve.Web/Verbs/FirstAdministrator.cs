using Reserve.Web.Access;

namespace Reserve.Web.Verbs;

/// <summary>Where there are no users, <c>serve</c> prints an address by which the first administrator is made, once.</summary>
internal static class FirstAdministrator
{
    public static async Task<SignInLinks.Offered?> Link(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
        return await scope.ServiceProvider.GetRequiredService<SignInLinks>().OfferToFirst(CancellationToken.None);
    }

    /// <summary>For the terminal.</summary>
    public static string Invitation(SignInLinks.Offered link, IEnumerable<string> addresses) =>
        $"""

              Пользователей ещё нет. Первым администратором станет тот, кто первым откроет
                {addresses.FirstOrDefault()?.TrimEnd('/')}{link.Path}
              Ссылка открывается один раз, до {link.ExpiresAt:dd.MM.yyyy HH:mm} UTC. Другой путь: reserve admin create.

            """;
}
