using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Reserve.Web.Logs;

/// <summary>
/// An exception in one line: its type and those that it wraps, and the innermost place of ours that it passed. The message is
/// shown where it cannot hold what a person typed: of connections, settings and the operating system's number.
/// </summary>
internal static class ProblemText
{
    private const int Deepest = 5;

    public static string Of(Exception problem)
    {
        var text = new StringBuilder();
        var one = problem;
        for (var depth = 0; one is not null && depth < Deepest; depth++)
        {
            if (depth > 0)
                text.Append(" <- ");
            text.Append(one.GetType().Name).Append(Detail(one));
            one = one is AggregateException several ? several.InnerExceptions.FirstOrDefault() : one.InnerException;
        }

        if (Place(problem) is { } place)
            text.Append(" at ").Append(place);
        return text.ToString();
    }

    private static string Detail(Exception problem) =>
        problem switch
        {
            PostgresException answered => $" {answered.SqlState}{(answered.ConstraintName is { } name ? " " + name : "")}",
            NpgsqlException or SocketException or OptionsValidationException => ": " + problem.Message.ReplaceLineEndings(" "),
            IOException { HResult: > 0 and < 200 } => string.Create(CultureInfo.InvariantCulture, $" (errno {problem.HResult})"),
            _ => "",
        };

    /// <summary>The innermost method of ours, with its line where the build knows it.</summary>
    private static string? Place(Exception problem)
    {
        for (var one = Innermost(problem); one is not null; one = one == problem ? null : problem)
        {
            foreach (var frame in new StackTrace(one, fNeedFileInfo: true).GetFrames())
            {
                if (
                    frame.GetMethod() is { DeclaringType: { } type } method
                    && type.FullName!.StartsWith("Reserve.", StringComparison.Ordinal)
                )
                    return Named(type, method.Name) + (frame.GetFileLineNumber() is > 0 and var line ? $":{line}" : "");
            }
        }

        return null;
    }

    private static Exception Innermost(Exception problem)
    {
        while ((problem is AggregateException several ? several.InnerExceptions.FirstOrDefault() : problem.InnerException) is { } inner)
            problem = inner;
        return problem;
    }

    /// <summary>The body of an async method is a type of its own, <c>&lt;Name&gt;d__5</c> inside the real one.</summary>
    private static string Named(Type type, string method)
    {
        if (type.DeclaringType is { } outer && type.Name.StartsWith('<'))
            return outer.FullName
                + "."
                + (type.Name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? type.Name[1..end] : method);
        return type.FullName + "." + method;
    }
}
