using Reserve.Documents.Declension;

namespace Reserve.Documents.Papers;

/// <summary>Who sat together.</summary>
public abstract record SittingRecord : PaperRecord
{
    /// <summary>The chair; may be empty.</summary>
    [Field("Председатель; бывает пусто")]
    public required string Chair { get; init; }

    /// <summary>The secretary; may be empty.</summary>
    [Field("Секретарь; бывает пусто")]
    public required string Secretary { get; init; }

    /// <summary>Members present.</summary>
    [Field("Присутствующие члены")]
    public required IReadOnlyList<string> Present { get; init; }

    /// <summary>Who of them came late or left early.</summary>
    [Field("Кто из них пришёл позже или ушёл раньше")]
    public IReadOnlyList<PresenceNote> PresenceNotes { get; init; } = [];

    /// <summary>How many members are present.</summary>
    [Field("Сколько членов присутствует")]
    public int PresentCount => Present.Count;

    /// <summary>The invited.</summary>
    [Field("Приглашённые")]
    public IReadOnlyList<string> Invited { get; init; } = [];

    /// <summary>How many members the body has.</summary>
    [Field("Сколько членов всего")]
    public required int Members { get; init; }

    /// <summary>How many must be present; null where the rule does not say.</summary>
    [Field("Сколько нужно для кворума; нет, если правило этого не называет")]
    public int? Quorum { get; init; }

    /// <summary>Whether the rule has found a quorum.</summary>
    [Field("Есть ли кворум")]
    public required bool QuorumMet { get; init; }

    /// <summary>What the rule says of the quorum; may be empty.</summary>
    [Field("Что правило говорит о кворуме; бывает пусто")]
    public string QuorumText { get; init; } = "";
}

/// <summary>A member who was not there all the time.</summary>
/// <param name="FullName">Who.</param>
/// <param name="Hours">From when until when, as "с 10:20 до 11:00".</param>
public sealed record PresenceNote(
    [property: Field("Кто")] string FullName,
    [property: Field("Когда присутствует, например «с 10:20 до 11:00»")] string Hours
);

/// <summary>What a protocol of a commission's sitting is made of.</summary>
public record ProtocolRecord : SittingRecord
{
    /// <summary>The agenda in order.</summary>
    [Field("Вопросы повестки по порядку")]
    public required IReadOnlyList<ProtocolItem> Items { get; init; }
}

/// <summary>What an extract of a protocol is made of; its head carries the protocol's number and the date of the sitting.</summary>
public sealed record ExtractRecord : ProtocolRecord
{
    /// <summary>The numbers of the items to be printed, from 1.</summary>
    [Field("Номера вопросов, которые печатаются")]
    public required IReadOnlyList<int> ItemNumbers { get; init; }

    /// <summary>The items to be printed, with their numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An item number is not in the agenda.</exception>
    [Field("Вопросы, которые печатаются, со своими номерами")]
    public IEnumerable<ProtocolItem> Extracted => [.. ItemNumbers.Select(Numbered)];

    /// <summary>The date of the extract.</summary>
    [Field("Дата выписки")]
    public DateOnly ExtractDate { get; init; }

    private ProtocolItem Numbered(int number) =>
        number >= 1 && number <= Items.Count
            ? Items[number - 1] with
            {
                Number = number,
            }
            : throw new ArgumentOutOfRangeException(nameof(number), number, "no such item in the agenda");
}

/// <summary>What kind of matter an item of an agenda is.</summary>
public enum ItemKind
{
    /// <summary>An appointment to be approved.</summary>
    Appointment,

    /// <summary>The final attestation of a candidate of the reserve.</summary>
    Attestation,

    /// <summary>The renewal of a term in the reserve.</summary>
    Renewal,
}

/// <summary>An item of a sitting's agenda and what came of it.</summary>
public sealed record ProtocolItem
{
    /// <summary>What it is about.</summary>
    [Field("Вид вопроса: appointment, attestation или renewal")]
    public ItemKind Kind { get; init; }

    /// <summary>Whether an appointment is to be approved.</summary>
    [Field("О согласовании ли назначения вопрос")]
    public bool IsAppointment => Kind == ItemKind.Appointment;

    /// <summary>Whether it is a final attestation.</summary>
    [Field("Об итоговой ли аттестации вопрос")]
    public bool IsAttestation => Kind == ItemKind.Attestation;

    /// <summary>Whether a term in the reserve is to be renewed.</summary>
    [Field("О продлении ли срока в резерве вопрос")]
    public bool IsRenewal => Kind == ItemKind.Renewal;

    /// <summary>The result of the test out of 100, of an attestation.</summary>
    [Field("Балл за тест из 100; есть у аттестации")]
    public decimal? TestScore { get; init; }

    /// <summary>The result of an attestation in per cent, when it is decided.</summary>
    [Field("Итог аттестации в процентах; нет, пока не решено")]
    public decimal? Percent { get; init; }

    /// <summary>Why a renewal is asked for; may be empty.</summary>
    [Field("Обоснование продления; бывает пусто")]
    public string Ground { get; init; } = "";

    /// <summary>The number in the agenda, of an item in an extract; 0 in a protocol, where items are counted.</summary>
    [Field("Номер вопроса в повестке; в протоколе 0")]
    public int Number { get; init; }

    /// <summary>Whom it is about.</summary>
    [Field("О ком вопрос")]
    public required string FullName { get; init; }

    /// <summary>To which post; empty where no appointment is asked for.</summary>
    [Field("На какую должность; пусто, если вопрос не о назначении")]
    public required string Position { get; init; }

    /// <summary>In which municipality.</summary>
    [Field("В каком муниципалитете")]
    public required string Municipality { get; init; }

    /// <summary>The number of the case.</summary>
    [Field("Номер дела; бывает пусто")]
    public string CaseNumber { get; init; } = "";

    /// <summary>What the commission heard, one paragraph each: the minutes of the secretary.</summary>
    [Field("Что слушали, по абзацам")]
    public IReadOnlyList<string> Heard { get; init; } = [];

    /// <summary>Who said what, one paragraph each.</summary>
    [Field("Кто выступил и что сказал, по абзацам")]
    public IReadOnlyList<string> Speeches { get; init; } = [];

    /// <summary>What stands beside the decision, one paragraph each.</summary>
    [Field("Что решили кроме согласования, по абзацам")]
    public IReadOnlyList<string> Resolved { get; init; } = [];

    /// <summary>Whether it was voted by secret ballot.</summary>
    [Field("Тайным ли было голосование")]
    public bool Secret { get; init; }

    /// <summary>Why the item was taken off the agenda; empty when it was not.</summary>
    [Field("Почему вопрос снят с рассмотрения; пусто, если не снят")]
    public string Released { get; init; } = "";

    /// <summary>The opinions of experts.</summary>
    [Field("Заключения экспертов")]
    public IReadOnlyList<OpinionGiven> Opinions { get; init; } = [];

    /// <summary>Who did not take part because of a conflict of interests.</summary>
    [Field("Кто не участвовал из-за конфликта интересов")]
    public IReadOnlyList<string> Recused { get; init; } = [];

    /// <summary>The vote; null when none was held.</summary>
    [Field("Голосование; нет, если не голосовали")]
    public VoteCount? Vote { get; init; }

    /// <summary>What was decided; null for nothing yet.</summary>
    [Field("Решение; нет, если его ещё не приняли")]
    public Resolution? Decision { get; init; }

    /// <summary>Dissenting opinions.</summary>
    [Field("Особые мнения")]
    public IReadOnlyList<Dissent> Dissents { get; init; } = [];
}

/// <summary>An expert's opinion.</summary>
/// <param name="Expert">Whose.</param>
/// <param name="Positive">Whether it is for the appointment.</param>
/// <param name="Text">What it says; may be empty.</param>
public sealed record OpinionGiven(
    [property: Field("Чьё заключение")] string Expert,
    [property: Field("Положительное ли")] bool Positive,
    [property: Field("Что в нём сказано; бывает пусто")] string Text
);

/// <summary>What a commission decided.</summary>
/// <param name="Kind">How.</param>
/// <param name="PostponedUntil">Until when, when it is postponed to a date.</param>
/// <param name="Text">What else the decision says; may be empty.</param>
public sealed record Resolution(
    [property: Field("Решение: approve, refuse или postpone")] DecisionKind Kind,
    [property: Field("До какого дня отложено")] DateOnly? PostponedUntil = null,
    [property: Field("Что ещё сказано в решении; бывает пусто")] string Text = ""
)
{
    /// <summary>Whether it approves.</summary>
    [Field("Согласовано ли")]
    public bool Approved => Kind == DecisionKind.Approve;

    /// <summary>Whether it refuses.</summary>
    [Field("Отказано ли")]
    public bool Refused => Kind == DecisionKind.Refuse;

    /// <summary>Whether it postpones.</summary>
    [Field("Отложено ли")]
    public bool Postponed => Kind == DecisionKind.Postpone;
}

/// <summary>What a protocol of a final attestation is made of.</summary>
public sealed record AttestationRecord : SittingRecord
{
    /// <summary>Whose attestation.</summary>
    [Field("Чья аттестация")]
    public required string FullName { get; init; }

    /// <summary>The result of the test out of 100; null when none was taken.</summary>
    [Field("Балл за тест из 100; нет, если теста не было")]
    public decimal? TestScore { get; init; }

    /// <summary>Whether it was passed.</summary>
    [Field("Пройдена ли")]
    public required bool Passed { get; init; }

    /// <summary>The result in per cent.</summary>
    [Field("Итог в процентах")]
    public decimal? Percent { get; init; }

    /// <summary>The vote.</summary>
    [Field("Голосование")]
    public required VoteCount Vote { get; init; }

    /// <summary>Who did not take part because of a conflict of interests.</summary>
    [Field("Кто не участвовал из-за конфликта интересов")]
    public IReadOnlyList<string> Recused { get; init; } = [];

    /// <summary>Dissenting opinions.</summary>
    [Field("Особые мнения")]
    public IReadOnlyList<Dissent> Dissents { get; init; } = [];
}

/// <summary>What a decision of a commission on an appointment is made of.</summary>
public sealed record DecisionRecord : PaperRecord
{
    /// <summary>Whether it is the federal commission's.</summary>
    [Field("Федеральной ли комиссии решение")]
    public bool Federal { get; init; }

    /// <summary>The territory of the commission; empty for the federal one.</summary>
    [Field("Территория комиссии; у федеральной пусто")]
    public string Commission { get; init; } = "";

    /// <summary>In which municipality the post is.</summary>
    [Field("В каком муниципалитете должность")]
    public required string Municipality { get; init; }

    /// <summary>The number of the case.</summary>
    [Field("Номер дела")]
    public required string CaseNumber { get; init; }

    /// <summary>When the request came.</summary>
    [Field("Когда поступил запрос")]
    public required DateOnly Registered { get; init; }

    /// <summary>The number of the sitting's protocol; empty without a sitting.</summary>
    [Field("Номер протокола заседания; пусто, если заседания не было")]
    public string Protocol { get; init; } = "";

    /// <summary>The date of the sitting; null without one.</summary>
    [Field("Дата заседания; нет, если его не было")]
    public DateOnly? ProtocolDate { get; init; }

    /// <summary>Who signs it; may be empty.</summary>
    [Field("Председатель; бывает пусто")]
    public string Chair { get; init; } = "";

    /// <summary>The person.</summary>
    [Field("Кого назначают")]
    public required string FullName { get; init; }

    /// <summary>The post.</summary>
    [Field("На какую должность")]
    public required string Position { get; init; }

    /// <summary>What was decided.</summary>
    [Field("Решение: approve, refuse или postpone")]
    public required DecisionKind Kind { get; init; }

    /// <summary>Whether the appointment is approved.</summary>
    [Field("Согласовано ли")]
    public bool Approved => Kind == DecisionKind.Approve;

    /// <summary>Whether it is refused.</summary>
    [Field("Отказано ли")]
    public bool Refused => Kind == DecisionKind.Refuse;

    /// <summary>Whether it is postponed.</summary>
    [Field("Отложено ли")]
    public bool Postponed => Kind == DecisionKind.Postpone;

    /// <summary>The reason's code, for a refusal; may be empty.</summary>
    [Field("Код причины отказа; бывает пусто")]
    public string ReasonCode { get; init; } = "";

    /// <summary>The reasons, one paragraph each.</summary>
    [Field("Причины, по абзацам")]
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Until when it is postponed; null for no date.</summary>
    [Field("До какого дня отложено")]
    public DateOnly? PostponedUntil { get; init; }

    /// <summary>The vote; null when none was held.</summary>
    [Field("Голосование; нет, если не голосовали")]
    public VoteCount? Vote { get; init; }

    /// <summary>Recommendations, one paragraph each.</summary>
    [Field("Рекомендации, по абзацам")]
    public IReadOnlyList<string> Recommendations { get; init; } = [];
}

/// <summary>What a certificate is made of.</summary>
public sealed record CertificateRecord : PaperRecord
{
    /// <summary>Whose it is.</summary>
    [Field("Кому выдано")]
    public required string FullName { get; init; }

    /// <summary>Whether the names are a woman's.</summary>
    [Field("Женское ли имя")]
    public bool IsFemale => Gender == Gender.Female;

    /// <summary>Whether the names are a man's; neither where they do not tell.</summary>
    [Field("Мужское ли имя")]
    public bool IsMale => Gender == Gender.Male;

    private Gender Gender =>
        FullName.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var surname, var name, .. var rest]
            ? NameDeclension.GenderOf(new PersonName(surname, name, string.Join(' ', rest)))
            : Gender.Unknown;

    /// <summary>The programme.</summary>
    [Field("Программа")]
    public required string Program { get; init; }

    /// <summary>Its length in hours.</summary>
    [Field("Объём в часах")]
    public int? Hours { get; init; }

    /// <summary>From when the training was.</summary>
    [Field("С какого дня учёба")]
    public DateOnly? From { get; init; }

    /// <summary>Until when.</summary>
    [Field("По какой день")]
    public DateOnly? To { get; init; }

    /// <summary>The score of the final work out of 100; null when it was not scored.</summary>
    [Field("Балл итоговой работы из 100")]
    public decimal? Score { get; init; }

    /// <summary>The address which confirms the certificate; becomes the QR code.</summary>
    [Field("Адрес, который подтверждает удостоверение")]
    public Uri Confirmation { get; init; } = new("about:blank");

    /// <summary>Signatures.</summary>
    [Field("Подписи")]
    public required IReadOnlyList<Signatory> Signatures { get; init; }
}
