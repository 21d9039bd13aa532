using Npgsql;

namespace Reserve.Web.Data;

/// <summary>The first touch of a database that somebody named: it must be there and let us in, and answers soon.</summary>
internal static class Reach
{
    private const int Seconds = 5;

    /// <exception cref="SetupException">The connection string cannot be read.</exception>
    /// <exception cref="NpgsqlException">The server does not answer, does not let us in, or has no such database.</exception>
    public static async Task Check(string connectionString, string variable, CancellationToken cancellationToken = default)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        }
        catch (Exception problem) when (problem is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // What is wrong may be a part of the password: it is not repeated.
            throw new SetupException(
                $"Строка подключения в {variable} написана неверно. Образец: "
                    + "Host=db;Port=5432;Database=reserve;Username=имя;Password=пароль",
                problem
            );
        }

        if (string.IsNullOrEmpty(settings.Host))
            throw new SetupException($"В строке подключения {variable} нет Host: назовите сервер базы данных.");
        settings.Timeout = settings.Timeout is 0 or > Seconds ? Seconds : settings.Timeout;
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
    }
}
