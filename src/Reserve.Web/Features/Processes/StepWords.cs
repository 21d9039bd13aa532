using Reserve.Web.Runtime.AdHoc;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Starts;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Processes;

/// <summary>Words for what a step of a run did, and why it was made.</summary>
internal static class StepWords
{
    public const string Passed = "пройден";

    public static string Move(string move) =>
        move switch
        {
            "e" => "начат",
            "c" => "завершён",
            "x" => "отменён",
            _ => move,
        };

    /// <summary>What became of an element in one step, from its moves in order.</summary>
    public static string Moves(string moves) =>
        moves switch
        {
            _ when moves.EndsWith('x') => "отменён",
            _ when moves.EndsWith('c') => moves.Contains('e', StringComparison.Ordinal) ? Passed : "завершён",
            _ => "начат",
        };

    public static string Cause(string cause, ProcessReader reader) =>
        cause switch
        {
            "start" => "запуск",
            "task" => "задача выполнена",
            "timer" => "срок наступил",
            "retry" => "повтор",
            "cancel" => "отмена",
            "called-ended" => "вызванный процесс окончен",
            RunMark.Migrate or RunMark.UndoMigration or RunMark.Modify or RunMark.SetVariables or RunMark.Message => MarkWords.Of(cause),
            RunMark.Listen or RunMark.Skip => MarkWords.Of(cause),
            StartRuns.ByTimer => "начало по времени",
            StartRuns.ByCondition => "начало по условию",
            BeginWorkHandler.Cause => "выбрана работа",
            EndWorksHandler.Cause => "работы закончены человеком",
            InnerJobs.MoreChildren => "открыты следующие экземпляры",
            _ => reader.TitleOf(cause),
        };
}
