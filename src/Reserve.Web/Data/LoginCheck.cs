using Npgsql;

namespace Reserve.Web.Data;

/// <summary>Whether row-level security binds the login that the application is to work with.</summary>
internal static class LoginCheck
{
    private const string Question = """
        select current_user::text, r.rolsuper, r.rolbypassrls,
               exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                       and pg_has_role(current_user, c.relowner, 'member'))
        from pg_roles r where r.rolname = current_user
        """;

    /// <summary>Why this login must not serve; null when it may.</summary>
    public static async Task<string?> WhyUnbound(string connectionString, CancellationToken cancellationToken = default)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Question, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var what =
            reader.GetBoolean(1) ? "суперпользователь"
            : reader.GetBoolean(2) ? "обходит защиту строк (BYPASSRLS)"
            : reader.GetBoolean(3) ? "владелец таблиц"
            : null;
        return what is null
            ? null
            : $"Логин {reader.GetString(0)} — {what}: база не отделит для него одну территорию от другой. Работайте под "
                + $"{DatabaseRoles.Application} "
                + "(как его создать, печатает ./reserve admin roles) или запустите с --allow-superuser.";
    }
}
