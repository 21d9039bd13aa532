using Reserve.Web.Verbs.Backup;

namespace Reserve.Web.Verbs;

/// <summary>The executable's verbs. Exit codes: 0 fine, 1 the input is bad, 2 the call is wrong.</summary>
internal static class Verb
{
    public const int Fine = 0;
    public const int BadInput = 1;
    public const int WrongCall = 2;

    private static readonly string Usage = """
        reserve feel eval EXPR [--context FILE.json] [--unary INPUT]
        reserve dmn test DIR… | reserve dmn eval FILE.dmn DECISION --context FILE.json | reserve dmn lint FILE.dmn…
        reserve bpmn lint FILE.bpmn [--bundle DIR] | reserve bpmn run FILE.bpmn [--scenario FILE.json]
        reserve mail parse FILE.eml
        reserve doc render TEMPLATE.docx DATA.json OUT.docx
        reserve names decline FILE.tsv
        reserve backup DIR [--data DIR] | reserve restore DIR [--data DIR] [--mail DIR]
        reserve verify [--data DIR] [--backup DIR] [--requeue]
        reserve admin roles [--database NAME] [--run]
        reserve admin create NAME --display-name TEXT [--territory PATH] [--email ADDRESS] [--password-stdin] [--data DIR] [--address URL]
        reserve migrate [--data DIR] | reserve import monitoring FILE… | reserve serve [--port N] [--data DIR] [--allow-superuser]
        """;

    public static async Task<int> Run(string[] args, TimeProvider clock)
    {
        try
        {
            return await Choose(args, clock);
        }
        catch (Exception problem) when (CallProblem.LineOf(problem) is { } line)
        {
            return await WrongCallAsync(line);
        }
    }

    private static async Task<int> Choose(string[] args, TimeProvider clock) =>
        args switch
        {
            ["admin", "roles", .. var rest] => await AdminRolesVerb.Run(rest),
            ["admin", "create", .. var rest] => await AdminCreateVerb.Run(rest),
            ["migrate", .. var rest] => await MigrateVerb.Migrate(rest),
            ["backup", .. var rest] => await BackupVerb.Run(rest, clock),
            ["restore", .. var rest] => await RestoreVerb.Run(rest),
            ["verify", .. var rest] => await VerifyVerb.Run(rest),
            ["bpmn", "run", ..] => await BpmnVerb.Run(args[1..], clock),
            ["bpmn", "lint", .. var rest] => await BpmnVerb.Lint(rest),
            ["dmn", .. var rest] => await DmnVerb.Run(rest, clock),
            ["feel", "eval", .. var rest] => await FeelVerb.Eval(rest, clock),
            ["doc", .. var rest] => await DocVerb.Run(rest, clock),
            ["names", .. var rest] => await NamesVerb.Run(rest),
            ["import", .. var rest] => await ImportVerb.Run(rest),
            ["mail", "parse", .. var rest] => await MailVerb.Parse(rest),
            [] => await ServeVerb.Serve([], clock),
            ["serve", .. var rest] => await ServeVerb.Serve(rest, clock),
            _ => await WrongCallAsync(Usage),
        };

    /// <summary>Says on standard error how the call should have been made.</summary>
    public static async Task<int> WrongCallAsync(string usage)
    {
        await Console.Error.WriteLineAsync(usage);
        return WrongCall;
    }
}
