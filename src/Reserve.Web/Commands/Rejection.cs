namespace Reserve.Web.Commands;

/// <summary>A problem with one field of a command. The field is the property's name, with index where it is a row.</summary>
public sealed record Problem(string Field, string Text);

/// <summary>Why the pipeline did not let a command do its work: a closed set.</summary>
internal abstract record Rejection
{
    private Rejection() { }

    /// <summary>For the user, in Russian.</summary>
    public abstract string Text { get; }

    /// <summary>The input is bad; every problem at once.</summary>
    public sealed record Invalid(IReadOnlyList<Problem> Problems) : Rejection
    {
        public override string Text => string.Join(" ", Problems.Select(problem => problem.Text));
    }

    /// <summary>The caller's roles do not allow this command.</summary>
    public sealed record NotAllowed : Rejection
    {
        public override string Text => "У вас нет права на это действие.";
    }

    /// <summary>The caller's territory does not cover the one that this field names, or what is the same for all.</summary>
    public sealed record OutsideTerritory(string Field, bool IsForAll) : Rejection
    {
        public override string Text => IsForAll ? "Общее для всей страны меняет администратор федерации." : "Эта территория не ваша.";
    }

    /// <summary>What this field names is not there, or not for the caller's territory: which of the two is not told.</summary>
    public sealed record NotThere(string Field) : Rejection
    {
        public override string Text => "Такой записи нет, или она не вашей территории.";
    }

    /// <summary>Somebody else changed the same row meanwhile.</summary>
    public sealed record ChangedMeanwhile : Rejection
    {
        public override string Text => "Запись изменил другой пользователь. Откройте её заново и повторите.";
    }
}
