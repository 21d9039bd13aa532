using System.Net.Sockets;
using Npgsql;
using Reserve.Web.Data;

namespace Reserve.Web.Verbs;

/// <summary>What keeps any verb from its work, in one line for the operator: what is wrong and what to do.</summary>
internal static class CallProblem
{
    /// <summary>The line; null for an exception that is a fault of the program.</summary>
    public static string? LineOf(Exception problem) =>
        problem switch
        {
            SetupException setup => OneLine(setup.Message),
            PostgresException answered => OneLine(Answered(answered)),
            NpgsqlException { InnerException: SocketException socket } => NoServer(socket),
            SocketException socket => NoServer(socket),
            NpgsqlException { InnerException: TimeoutException } =>
                "Сервер базы данных не ответил вовремя. Проверьте Host и Port строки подключения, сеть и загрузку сервера.",
            NpgsqlException other => OneLine($"Связь с сервером базы данных не удалась: {other.Message}"),
            { InnerException: { } inner } => LineOf(inner),
            _ => null,
        };

    private static string NoServer(SocketException problem) =>
        problem.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData
            ? "Сервер базы данных не найден по имени. Проверьте Host строки подключения."
            : $"Сервер базы данных не отвечает ({problem.SocketErrorCode}). Проверьте, что он запущен, и Host и Port строки подключения.";

    private static string Answered(PostgresException problem) =>
        problem.SqlState switch
        {
            PostgresErrorCodes.InvalidCatalogName => $"На сервере нет такой базы данных ({problem.MessageText}). "
                + "Проверьте Database строки подключения или создайте базу: createdb ИМЯ.",
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                "Сервер базы данных не принял имя или пароль. Проверьте Username и Password строки подключения и pg_hba.conf сервера.",
            PostgresErrorCodes.TooManyConnections =>
                "У сервера базы данных кончились соединения. Закройте лишние программы или увеличьте max_connections.",
            PostgresErrorCodes.CannotConnectNow => "Сервер базы данных ещё запускается или уже останавливается. Повторите через минуту.",
            PostgresErrorCodes.DiskFull => "На диске сервера базы данных нет места. Освободите его и повторите.",
            PostgresErrorCodes.ReadOnlySqlTransaction =>
                "Сервер базы данных принимает только чтение (резервный?). Укажите в строке подключения основной сервер.",
            PostgresErrorCodes.InsufficientPrivilege =>
                $"Этой учётной записи базы данных не хватает прав ({problem.MessageText}). Нужен владелец базы или reserve admin roles.",
            _ => $"Сервер базы данных отказал: {problem.MessageText} ({problem.SqlState}).",
        };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
