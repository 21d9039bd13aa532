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

    /// <summary>The task is gone or somebody else's.</summary>
    [Says("Процесс этого сейчас не ждёт.")]
    public sealed record NotAwaited(string Why) : OpinionRefusal
    {
        public override string Text => Why;
    }
}
