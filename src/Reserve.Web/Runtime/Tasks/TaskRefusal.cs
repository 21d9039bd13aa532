using System.Globalization;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>Why a task was not completed, claimed or released: a closed set.</summary>
internal abstract record TaskRefusal : IRefusal
{
    private TaskRefusal() { }

    public abstract string Text { get; }

    /// <summary>There is none, or it belongs to another territory.</summary>
    public sealed record NotFound : TaskRefusal
    {
        public override string Text => "Задача не найдена.";
    }

    [Says("Задачу уже выполнил другой.")]
    public sealed record AlreadyDone(string By, DateTimeOffset At) : TaskRefusal
    {
        public override string Text =>
            string.Create(CultureInfo.GetCultureInfo("ru-RU"), $"Задачу уже выполнил(а) {By} {At:dd.MM.yyyy HH:mm}.");
    }

    /// <summary>The process no longer needs it.</summary>
    [Says("Задача снята процессом.")]
    public sealed record Withdrawn(DateTimeOffset At) : TaskRefusal
    {
        public override string Text => string.Create(CultureInfo.GetCultureInfo("ru-RU"), $"Задача снята процессом {At:dd.MM.yyyy HH:mm}.");
    }

    [Says("Задачу взял в работу другой.")]
    public sealed record TakenBy(string Name) : TaskRefusal
    {
        public override string Text => $"Задачу взял(а) в работу {Name}.";
    }

    /// <summary>The caller has neither the task's role nor is its assignee.</summary>
    public sealed record NotYours : TaskRefusal
    {
        public override string Text => "Эта задача для другой роли.";
    }

    /// <summary>An opinion or a ballot belongs to whoever was asked for it: it is neither given back nor taken over.</summary>
    public sealed record Personal : TaskRefusal
    {
        public override string Text => "Задача личная: её делает только тот, кому она дана.";
    }

    /// <summary>An operator has suspended the run.</summary>
    [Says("Дело приостановлено администратором.")]
    public sealed record Suspended(DateTimeOffset At) : TaskRefusal
    {
        public override string Text =>
            string.Create(
                CultureInfo.GetCultureInfo("ru-RU"),
                $"Дело приостановлено администратором {At:dd.MM.yyyy HH:mm}: пока его не возобновят, задачу выполнить нельзя."
            );
    }

    /// <summary>The answers are bad; every problem beside its field.</summary>
    [Says("Ответы заполнены неверно.")]
    public sealed record BadAnswers(IReadOnlyList<Problem> Problems) : TaskRefusal
    {
        public override string Text => "Проверьте ответы: " + string.Join(" ", Problems.Select(problem => problem.Text));
    }

    /// <summary>The task follows from what was done on the page of its case.</summary>
    public sealed record DecidedOnPage : TaskRefusal
    {
        public override string Text => "Эта задача решается на странице дела.";
    }

    /// <summary>The task is a choice of works: each is begun by itself.</summary>
    public sealed record PickedByPart : TaskRefusal
    {
        public override string Text => "Здесь работы выбирают по одной: откройте список работ.";
    }

    /// <summary>Somebody began the work while the caller was looking at the list.</summary>
    [Says("Эту работу только что начал другой.")]
    public sealed record BegunMeanwhile(string By, DateTimeOffset At) : TaskRefusal
    {
        public override string Text =>
            string.Create(
                CultureInfo.GetCultureInfo("ru-RU"),
                $"Пока вы смотрели список, эту работу начал(а) {By} {At:dd.MM.yyyy HH:mm}. Если нужна ещё одна, начните её снова."
            );
    }

    /// <summary>The works go one after another, and one is under way; or there is no such work.</summary>
    public sealed record NotEnabled : TaskRefusal
    {
        public override string Text => "Эту работу сейчас начать нельзя: список изменился.";
    }

    /// <summary>The drawing has the works end by themselves.</summary>
    public sealed record MayNotEnd : TaskRefusal
    {
        public override string Text => "Закончить работы вручную рисунок не даёт: они закончатся сами.";
    }
}
