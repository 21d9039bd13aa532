namespace Reserve.Documents.Papers;

/// <summary>Who sat together.</summary>
public abstract record SittingRecord : PaperRecord
{
    /// <summary>The chair; may be empty.</summary>
    public required string Chair { get; init; }

    /// <summary>The secretary; may be empty.</summary>
    public required string Secretary { get; init; }

    /// <summary>Members present.</summary>
    public required IReadOnlyList<string> Present { get; init; }

    /// <summary>How many members are present.</summary>
    public int PresentCount => Present.Count;

    /// <summary>The invited.</summary>
    public IReadOnlyList<string> Invited { get; init; } = [];

    /// <summary>How many members the body has.</summary>
    public required int Members { get; init; }

    /// <summary>How many must be present.</summary>
    public required int Quorum { get; init; }

    /// <summary>Whether as many are.</summary>
    public bool QuorumMet => Present.Count >= Quorum;
}

/// <summary>What a protocol of a commission's sitting is made of.</summary>
public record ProtocolRecord : SittingRecord
{
    /// <summary>The agenda in order.</summary>
    public required IReadOnlyList<ProtocolItem> Items { get; init; }
}

/// <summary>What an extract of a protocol is made of; its head carries the protocol's number and the date of the sitting.</summary>
public sealed record ExtractRecord : ProtocolRecord
{
    /// <summary>The numbers of the items to be printed, from 1.</summary>
    public required IReadOnlyList<int> ItemNumbers { get; init; }

    /// <summary>The items to be printed, with their numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An item number is not in the agenda.</exception>
    public IEnumerable<ProtocolItem> Extracted => [.. ItemNumbers.Select(Numbered)];

    /// <summary>The date of the extract.</summary>
    public DateOnly ExtractDate { get; init; }

    private ProtocolItem Numbered(int number) =>
        number >= 1 && number <= Items.Count
            ? Items[number - 1] with
            {
                Number = number,
            }
            : throw new ArgumentOutOfRangeException(nameof(number), number, "no such item in the agenda");
}

/// <summary>An item of a sitting's agenda, an appointment to be approved, and what came of it.</summary>
public sealed record ProtocolItem
{
    /// <summary>The number in the agenda, of an item in an extract; 0 in a protocol, where items are counted.</summary>
    public int Number { get; init; }

    /// <summary>Whose appointment.</summary>
    public required string FullName { get; init; }

    /// <summary>To which post.</summary>
    public required string Position { get; init; }

    /// <summary>In which municipality.</summary>
    public required string Municipality { get; init; }

    /// <summary>The number of the case.</summary>
    public string CaseNumber { get; init; } = "";

    /// <summary>The opinions of experts.</summary>
    public IReadOnlyList<OpinionGiven> Opinions { get; init; } = [];

    /// <summary>Who did not take part because of a conflict of interests.</summary>
    public IReadOnlyList<string> Recused { get; init; } = [];

    /// <summary>The vote; null when none was held.</summary>
    public VoteCount? Vote { get; init; }

    /// <summary>What was decided; null for nothing yet.</summary>
    public Resolution? Decision { get; init; }

    /// <summary>Dissenting opinions.</summary>
    public IReadOnlyList<Dissent> Dissents { get; init; } = [];
}

/// <summary>An expert's opinion.</summary>
/// <param name="Expert">Whose.</param>
/// <param name="Positive">Whether it is for the appointment.</param>
/// <param name="Text">What it says; may be empty.</param>
public sealed record OpinionGiven(string Expert, bool Positive, string Text);

/// <summary>What a commission decided.</summary>
/// <param name="Kind">How.</param>
/// <param name="PostponedUntil">Until when, when it is postponed to a date.</param>
/// <param name="Text">What else the decision says; may be empty.</param>
public sealed record Resolution(DecisionKind Kind, DateOnly? PostponedUntil = null, string Text = "")
{
    /// <summary>Whether it approves.</summary>
    public bool Approved => Kind == DecisionKind.Approve;

    /// <summary>Whether it refuses.</summary>
    public bool Refused => Kind == DecisionKind.Refuse;

    /// <summary>Whether it postpones.</summary>
    public bool Postponed => Kind == DecisionKind.Postpone;
}

/// <summary>What a protocol of a final attestation is made of.</summary>
public sealed record AttestationRecord : SittingRecord
{
    /// <summary>Whose attestation.</summary>
    public required string FullName { get; init; }

    /// <summary>The result of the test out of 100; null when none was taken.</summary>
    public decimal? TestScore { get; init; }

    /// <summary>Whether it was passed.</summary>
    public required bool Passed { get; init; }

    /// <summary>The result in per cent.</summary>
    public decimal? Percent { get; init; }

    /// <summary>The vote.</summary>
    public required VoteCount Vote { get; init; }

    /// <summary>Who did not take part because of a conflict of interests.</summary>
    public IReadOnlyList<string> Recused { get; init; } = [];

    /// <summary>Dissenting opinions.</summary>
    public IReadOnlyList<Dissent> Dissents { get; init; } = [];
}

/// <summary>What a decision of a commission on an appointment is made of.</summary>
public sealed record DecisionRecord : PaperRecord
{
    /// <summary>The body in the genitive: "федеральной экспертной комиссии".</summary>
    public required string Body { get; init; }

    /// <summary>What the question is: "о согласовании назначения …".</summary>
    public required string Subject { get; init; }

    /// <summary>Request, law, protocol: one line each.</summary>
    public IReadOnlyList<string> Basis { get; init; } = [];

    /// <summary>The person.</summary>
    public required string FullName { get; init; }

    /// <summary>The post.</summary>
    public required string Position { get; init; }

    /// <summary>What was decided.</summary>
    public required DecisionKind Kind { get; init; }

    /// <summary>Whether the appointment is approved.</summary>
    public bool Approved => Kind == DecisionKind.Approve;

    /// <summary>Whether it is refused.</summary>
    public bool Refused => Kind == DecisionKind.Refuse;

    /// <summary>Whether it is postponed.</summary>
    public bool Postponed => Kind == DecisionKind.Postpone;

    /// <summary>The reason's code, for a refusal; may be empty.</summary>
    public string ReasonCode { get; init; } = "";

    /// <summary>The reasons, one paragraph each.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Until when it is postponed; null for no date.</summary>
    public DateOnly? PostponedUntil { get; init; }

    /// <summary>The vote; null when none was held.</summary>
    public VoteCount? Vote { get; init; }

    /// <summary>Recommendations, one paragraph each.</summary>
    public IReadOnlyList<string> Recommendations { get; init; } = [];

    /// <summary>Signatures.</summary>
    public required IReadOnlyList<Signatory> Signatures { get; init; }
}

/// <summary>What a certificate is made of.</summary>
public sealed record CertificateRecord : PaperRecord
{
    /// <summary>Whose it is.</summary>
    public required string FullName { get; init; }

    /// <summary>The programme.</summary>
    public required string Program { get; init; }

    /// <summary>Its length in hours.</summary>
    public int? Hours { get; init; }

    /// <summary>From when the training was.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Until when.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The score of the final work out of 100; null when it was not scored.</summary>
    public decimal? Score { get; init; }

    /// <summary>The address which confirms the certificate; becomes the QR code.</summary>
    public Uri Confirmation { get; init; } = new("about:blank");

    /// <summary>Signatures.</summary>
    public required IReadOnlyList<Signatory> Signatures { get; init; }
}
