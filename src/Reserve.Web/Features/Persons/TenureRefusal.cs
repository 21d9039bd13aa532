using System.Globalization;
using Reserve.Web.Commands;

namespace Reserve.Web.Features.Persons;

/// <summary>Why the base of heads does not take something.</summary>
internal abstract record TenureRefusal : IRefusal
{
    private TenureRefusal() { }

    public abstract string Text { get; }

    public sealed record NotFound : TenureRefusal
    {
        public override string Text => "Запись не найдена.";
    }

    public sealed record NoPost : TenureRefusal
    {
        public override string Text => "Выберите должность из справочника или напишите её.";
    }

    public sealed record PostClosed : TenureRefusal
    {
        public override string Text => "Эта должность выведена из справочника: выберите другую.";
    }

    public sealed record NoPerson : TenureRefusal
    {
        public override string Text => "Назовите человека полностью: фамилия, имя, отчество.";
    }

    /// <summary>Several people of this name.</summary>
    public sealed record AmbiguousPerson : TenureRefusal
    {
        public override string Text => "Людей с таким именем несколько: выберите одного из них.";
    }

    public sealed record BadTerm : TenureRefusal
    {
        public override string Text => "Последний день раньше первого.";
    }

    [Says("Человек уже занимает эту должность в это время.")]
    public sealed record AlreadyHolds(DateOnly Since) : TenureRefusal
    {
        public override string Text => $"Человек уже занимает эту должность с {Day(Since)}.";
    }

    [Says("Должность в это время занята.")]
    public sealed record Taken(string Name, DateOnly Since) : TenureRefusal
    {
        public override string Text => $"Должность занимает {Name} с {Day(Since)}: освободите её или отметьте, что предшественник уходит.";
    }

    [Says("Должность занимает тот, кто вступил в неё в тот же день или позже.")]
    public sealed record TakenLater(string Name, DateOnly Since) : TenureRefusal
    {
        public override string Text => $"Должность с {Day(Since)} занимает {Name}, это не раньше нового назначения: исправьте даты.";
    }

    [Says("Человек занимает и другую должность.")]
    public sealed record HoldsAnother(string Position, string Territory, DateOnly Since) : TenureRefusal
    {
        public override string Text =>
            $"Человек с {Day(Since)} занимает должность «{Position}» ({Territory}): скажите, оставляет ли он её.";
    }

    /// <summary>Said by the database: somebody else was quicker.</summary>
    public sealed record Overlaps : TenureRefusal
    {
        public override string Text => "В это время должность занята: кто-то записал назначение раньше вас. Обновите страницу.";
    }

    private static string Day(DateOnly day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);
}
