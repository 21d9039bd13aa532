using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reserve.Web.Data;

/// <summary>
/// The three logins of a database: the owner migrates, the application is bound by row-level security and can alter nothing, the
/// backup reads everything. A superuser makes them (<c>reserve admin roles</c> prints how); the program itself never needs one.
/// </summary>
internal static class DatabaseRoles
{
    public const string Owner = "reserve_owner";
    public const string Application = "reserve_app";
    public const string Backup = "reserve_backup";

    private const int Iterations = 4096;

    public static IReadOnlyList<string> All { get; } = [Owner, Application, Backup];

    /// <summary>
    /// Makes the roles of the server, or brings those of an earlier version to their present rights. Any database; repeatable.
    /// </summary>
    /// <param name="password">A role's password; null leaves it as it is. It goes into the script as its SCRAM verifier only.</param>
    public static string ForServer(Func<string, string?> password)
    {
        var script = new StringBuilder(
            $"""
            -- Roles of the server. reserve_app may have been a role without login, granted to the owner, in earlier versions.
            do $$
            declare
                wanted text;
                other  name;
            begin
                foreach wanted in array array['{Owner}', '{Application}', '{Backup}'] loop
                    if not exists (select from pg_roles where rolname = wanted) then
                        execute format('create role %I', wanted);
                    end if;
                end loop;
                -- The application can become nobody else, and nobody becomes the application but by signing in as it.
                for other in select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid
                             where m.member = '{Application}'::regrole loop
                    execute format('revoke %I from {Application}', other);
                end loop;
                for other in select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.member
                             where m.roleid = '{Application}'::regrole loop
                    execute format('revoke {Application} from %I', other);
                end loop;
            end $$;
            alter role {Owner} with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
            alter role {Application} with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls noinherit;
            alter role {Backup} with login nosuperuser nocreatedb nocreaterole noreplication bypassrls;
            grant pg_read_all_data to {Backup};

            """
        );
        foreach (var role in All)
        {
            if (password(role) is { } given)
                script.Append(CultureInfo.InvariantCulture, $"alter role {role} with password '{Verifier(given)}';\n");
        }

        return script.ToString();
    }

    /// <summary>
    /// Gives a database to its owner, with what lies in it when it was made by another; nobody else may do anything in it beyond
    /// what its own migrations grant. Run in that database; repeatable.
    /// </summary>
    public static string ForDatabase(string database)
    {
        var name = "\"" + database.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        return $"""
            alter database {name} owner to {Owner};
            revoke all on database {name} from public;
            grant connect on database {name} to {Application}, {Backup};
            alter schema public owner to pg_database_owner;
            revoke create on schema public from public;
            do $$
            declare
                statement text;
            begin
                for statement in
                    select format('alter %s %s owner to {Owner}', case c.relkind when 'v' then 'view' when 'S' then 'sequence' else 'table'
                    end, c.oid::regclass)
                    from pg_class c
                    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'S') and c.relowner <> '{Owner}'::regrole
                      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in
                      ('a', 'i', 'e'))
                    union all
                    select format('alter routine %s owner to {Owner}', p.oid::regprocedure)
                    from pg_proc p
                    where p.pronamespace = 'public'::regnamespace and p.proowner <> '{Owner}'::regrole
                      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
                loop
                    execute statement;
                end loop;
            end $$;

            """;
    }

    /// <summary>
    /// What PostgreSQL keeps of a password (RFC 5802, RFC 7677): it signs in by the password, and nobody reads that here.
    /// </summary>
    /// <exception cref="ArgumentException">The password has characters outside ASCII, which would need to be normalised first.</exception>
    internal static string Verifier(string password)
    {
        if (password.Length == 0 || password.Any(c => c is < ' ' or > '~'))
            throw new ArgumentException("A role's password consists of printable ASCII characters.", nameof(password));
        var salt = RandomNumberGenerator.GetBytes(16);
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, 32);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var server = HMACSHA256.HashData(salted, "Server Key"u8);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}"
        );
    }
}
