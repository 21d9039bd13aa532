using Reserve.Web.Commands;

namespace Reserve.Web.Features.Appointments;

internal abstract record OpinionRefusal : IRefusal
{
    private OpinionRefusal() { }

    public abstract string Text { get; }

    public sealed record UnknownCase : OpinionRefusal
    {
        public override string Text => "Дело не найдено.";
    }

    public sealed record NotAsked : OpinionRefusal
    {
        public override string Text => "Вы не назначены экспертом по этому делу.";
    }

    public sealed record AlreadyGiven : OpinionRefusal
    {
        public override string Text => "Вы уже дали заключение по этому делу.";
    }

    public sealed record AlreadyVoted : OpinionRefusal
    {
        public override string Text => "Вы уже проголосовали по этому вопросу.";
    }

    public sealed record AlreadyDeclared : OpinionRefusal
    {
        public override string Text => "Вы уже заявили конфликт интересов по этому вопросу.";
    }

    public sealed record Closed : OpinionRefusal
    {
        public override string Text => "Рассмотрение завершено.";
    }

    public sealed record NotOnAgenda : OpinionRefusal
    {
        public override string Text => "Вопрос ещё не включён в повестку заседания.";
    }

    public sealed record VoteOpened : OpinionRefusal
    {
        public override string Text => "По вопросу уже голосуют: заключение даётся до голосования.";
    }

    public sealed record NotOfTheCommission : OpinionRefusal
    {
        public override string Text => "Заключение дают члены комиссии, в повестке которой стоит вопрос.";
    }

    public sealed record MarksMissing : OpinionRefusal
    {
        public override string Text => "Поставьте оценку по каждому критерию.";
    }

    public sealed record CriteriaChanged : OpinionRefusal
    {
        public override string Text => "Пока вы писали, критерии изменились. Поставьте оценки по новым: текст сохранён.";
    }

    [Says("Оценка не из шкалы критерия.")]
    public sealed record OffTheScale(string Criterion, int Min, int Max) : OpinionRefusal
    {
        public override string Text => $"«{Criterion}»: оценка – от {Min} до {Max}.";
    }

    [Says("Файл не принят.")]
    public sealed record BadFiles(string Faults) : OpinionRefusal
    {
        public override string Text => Faults;
    }

    /// <summary>The task is gone or somebody else's.</summary>
    [Says("Процесс этого сейчас не ждёт.")]
    public sealed record NotAwaited(string Why) : OpinionRefusal
    {
        public override string Text => Why;
    }
}
