using System.Net;
using System.Text.RegularExpressions;
using Reserve.Web.Access;

namespace Reserve.Benchmarks.ManyRuns;

/// <summary>The pages that a person of these roles works with; lists also some pages further, by their own links.</summary>
internal static partial class PagesToOpen
{
    private const int Further = 3;

    public static async Task<List<(string What, string Path)>> For(string[] roles, Func<string, Task<string>> read)
    {
        var pages = new List<(string, string)> { ("home", "/") };
        var mayWatch = roles.Contains(Roles.Administrator) || roles.Contains(Roles.Auditor);
        if (!roles.Contains(Roles.Auditor))
            await AddTasks(pages, read);
        if (!roles.Contains(Roles.Department))
            await AddCandidates(pages, read);
        if (mayWatch)
            await AddProcesses(pages, read);
        if (roles.Contains(Roles.Administrator))
            pages.AddRange([
                ("state", "/state"),
                ("state of one process", "/state?process=bench-approval-1"),
                ("state last page", "/state?page=200"),
            ]);
        return pages;
    }

    private static async Task AddTasks(List<(string, string)> pages, Func<string, Task<string>> read)
    {
        pages.Add(("tasks", "/tasks"));
        foreach (var view in (string[])["Mine", "Free", "Overdue", "Done"])
            pages.Add(($"tasks {view}", $"/tasks?view={view}"));
        pages.Add(("tasks of a role", $"/tasks?role={Roles.HrOfficer}"));
        pages.Add(("tasks of a process", "/tasks?process=bench-approval-1"));
        pages.Add(("tasks by a frequent word", "/tasks?q=согласовать"));
        pages.Add(("tasks by a rare word", "/tasks?q=77777"));
        pages.Add(("tasks by a word of none", "/tasks?q=никогда"));
        await AddNext(pages, "tasks", "/tasks", read);
        pages.Add(("tasks by number", "/tasks?page=1000"));
    }

    private static async Task AddCandidates(List<(string, string)> pages, Func<string, Task<string>> read)
    {
        pages.Add(("candidates", "/candidates"));
        foreach (var sort in (string[])["-name", "territory", "-territory", "stage", "-stage", "score", "-score"])
        {
            pages.Add(($"candidates sorted {sort}", $"/candidates?sort={sort}"));
            await AddNext(pages, $"candidates sorted {sort}", $"/candidates?sort={sort}", read);
        }

        pages.Add(("candidates of a name", "/candidates?q=берестов"));
        pages.Add(("candidates of a rare name", "/candidates?q=школа 77777"));
        pages.Add(("candidates of no name", "/candidates?q=никто"));
        pages.Add(("candidates of a stage", "/candidates?stage=Rating"));
        pages.Add(("candidates of a zone", "/candidates?zone=Risk&sort=-score"));
        pages.Add(("candidates of a status", "/candidates?status=Closed"));
        pages.Add(("candidates of a territory", "/candidates?territory=RU.74.05"));
        await AddNext(pages, "candidates", "/candidates", read);
        pages.Add(("candidates by number", "/candidates?page=4000"));
    }

    private static async Task AddProcesses(List<(string, string)> pages, Func<string, Task<string>> read)
    {
        pages.Add(("processes", "/processes"));
        foreach (var process in (string[])["bench-approval-1", "bench-answer"])
        {
            var path = $"/processes/{process}";
            pages.Add((process, path));
            pages.Add(($"{process} all versions", $"{path}?all=true"));
            foreach (var status in (string[])["running", "completed", "failed"])
                pages.Add(($"{process} {status}", $"{path}?status={status}&all=true"));
            await AddNext(pages, process, path, read);
            await AddNext(pages, $"{process} all versions", $"{path}?all=true", read);
        }

        pages.Add(("runs by number", "/processes/bench-approval-1?page=1000"));
        if (RunAddress().Match(await read("/processes/bench-approval-1")) is { Success: true } run)
            pages.Add(("a run", run.Groups[1].Value));
        await AddDesk(pages, read);
        pages.Add(("messages", "/processes/messages"));
        await AddNext(pages, "messages", "/processes/messages", read);
    }

    private static async Task AddDesk(List<(string, string)> pages, Func<string, Task<string>> read)
    {
        pages.Add(("desk", "/processes/desk"));
        await AddNext(pages, "desk", "/processes/desk", read);
        foreach (var state in (string[])["active", "suspended", "incident", "finished", "cancelled"])
            pages.Add(($"desk {state}", $"/processes/desk?state={state}"));
        pages.Add(("desk of a process", "/processes/desk?process=bench-approval-1"));
        pages.Add(("desk by a frequent word", "/processes/desk?q=дело"));
        pages.Add(("desk by a rare word", "/processes/desk?q=77777"));
        pages.Add(("desk by a name", "/processes/desk?q=берестов"));
        pages.Add(("desk by a word of none", "/processes/desk?q=никогда"));
        pages.Add(("desk at an element", "/processes/desk?process=bench-approval-1&element=work"));
        pages.Add(("desk at an element where nobody stands", "/processes/desk?process=bench-approval-1&element=none"));
        pages.Add(("desk by incidents", "/processes/desk?incident=ACTIVITY-FAILED"));
        pages.Add(("desk by the words of incidents", "/processes/desk?incident=77777"));
        pages.Add(("desk overdue", "/processes/desk?overdue=true"));
        pages.Add(("desk begun last year", "/processes/desk?to=2025-01-01"));
        pages.Add(("desk by a variable of none", "/processes/desk?name=none&value=1"));
    }

    /// <summary>Follows the link to the next page a few times.</summary>
    private static async Task AddNext(List<(string, string)> pages, string what, string path, Func<string, Task<string>> read)
    {
        for (var i = 1; i <= Further; i++)
        {
            if (NextAddress().Match(await read(path)) is not { Success: true } next)
                return;
            path = WebUtility.HtmlDecode(next.Groups[1].Value);
        }

        pages.Add(($"{what} further on", path));
    }

    [GeneratedRegex("href=\"(/processes/runs/[0-9a-f-]{36})\"")]
    private static partial Regex RunAddress();

    [GeneratedRegex("href=\"([^\"]+)\" rel=\"next\"")]
    private static partial Regex NextAddress();
}
