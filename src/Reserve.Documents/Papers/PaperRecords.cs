namespace Reserve.Documents.Papers;

/// <summary>The head of every paper.</summary>
public sealed record PaperHead
{
    /// <summary>The head of a paper whose number and date whoever issues it will give.</summary>
    public static PaperHead Unissued { get; } =
        new()
        {
            Organization = [],
            Number = "",
            Date = default,
        };

    /// <summary>Who issues it, one line each, the highest first.</summary>
    public required IReadOnlyList<string> Organization { get; init; }

    /// <summary>The registration number.</summary>
    public required string Number { get; init; }

    /// <summary>The date of the paper.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Where it is issued; may be empty.</summary>
    public string Place { get; init; } = "";
}

/// <summary>A label and what it says: a row of a table of two columns.</summary>
/// <param name="Label">The label.</param>
/// <param name="Value">Its value; line breaks stay.</param>
public sealed record Fact(string Label, string Value);

/// <summary>A person under a paper.</summary>
/// <param name="Post">In which capacity: "Председатель комиссии".</param>
/// <param name="FullName">Surname, given name, patronymic; printed as initials and surname.</param>
public sealed record Signatory(string Post, string FullName);

/// <summary>The colours of the effectiveness bands.</summary>
public enum BandColour
{
    /// <summary>Not rated.</summary>
    None,

    /// <summary>Low.</summary>
    Red,

    /// <summary>Medium.</summary>
    Orange,

    /// <summary>Above medium.</summary>
    Yellow,

    /// <summary>High.</summary>
    Green,
}

/// <summary>A row of a territory's monitoring.</summary>
public sealed record MonitoringLine
{
    /// <summary>The group of indicators, or the total.</summary>
    public required string Name { get; init; }

    /// <summary>Per cent; null when not loaded.</summary>
    public decimal? Percent { get; init; }

    /// <summary>The place among the territories.</summary>
    public int? Rank { get; init; }

    /// <summary>The band in words.</summary>
    public string Band { get; init; } = "";

    /// <summary>The band's colour, always beside its words.</summary>
    public BandColour Colour { get; init; }

    /// <summary>Per cent of the comparison territory group (the region's mean).</summary>
    public decimal? Mean { get; init; }

    /// <summary>The best in the group.</summary>
    public decimal? Best { get; init; }

    /// <summary>The change against the period before, in points; null when there is none.</summary>
    public decimal? Change { get; init; }
}

/// <summary>A territory's monitoring as a brief shows it.</summary>
public sealed record TerritoryPicture
{
    /// <summary>The territory.</summary>
    public required string Territory { get; init; }

    /// <summary>For which period: "2022 год".</summary>
    public required string Period { get; init; }

    /// <summary>With how many territories it is compared.</summary>
    public int? Compared { get; init; }

    /// <summary>The groups and the total.</summary>
    public required IReadOnlyList<MonitoringLine> Lines { get; init; }

    /// <summary>Notes, such as disagreements in the source.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A source of a paper's figures.</summary>
/// <param name="Name">What it is.</param>
/// <param name="AsOf">As of which date; null when not known.</param>
public sealed record PaperSource(string Name, DateOnly? AsOf);

/// <summary>A part of a working life.</summary>
/// <param name="From">The beginning.</param>
/// <param name="To">The end; null for now.</param>
/// <param name="Organization">Where.</param>
/// <param name="Position">As what.</param>
public sealed record CareerStep(DateOnly From, DateOnly? To, string Organization, string Position);

/// <summary>What a brief of a candidate for a municipality is made of.</summary>
public sealed record BriefRecord
{
    /// <summary>Head.</summary>
    public PaperHead Head { get; init; } = PaperHead.Unissued;

    /// <summary>The candidate's full name.</summary>
    public required string FullName { get; init; }

    /// <summary>For which post, in the genitive or as "на должность …"; may be empty.</summary>
    public string ForPosition { get; init; } = "";

    /// <summary>The person: birth date, education, reserve zone, score, contacts that may be shown.</summary>
    public required IReadOnlyList<Fact> Person { get; init; }

    /// <summary>The career, in the order in which it is to be printed.</summary>
    public IReadOnlyList<CareerStep> Career { get; init; } = [];

    /// <summary>Training, plan, contests and the like; a section is printed per pair of title and lines.</summary>
    public IReadOnlyList<(string Title, IReadOnlyList<string> Lines)> Sections { get; init; } = [];

    /// <summary>The territory's monitoring; null when none is loaded, which the brief then says.</summary>
    public TerritoryPicture? Territory { get; init; }

    /// <summary>The conclusions.</summary>
    public IReadOnlyList<string> Conclusions { get; init; } = [];

    /// <summary>Where the figures come from.</summary>
    public IReadOnlyList<PaperSource> Sources { get; init; } = [];

    /// <summary>When it was generated, in the zone of the reader.</summary>
    public DateTimeOffset GeneratedAt { get; init; }

    /// <summary>Who answers for it.</summary>
    public IReadOnlyList<Signatory> Signatures { get; init; } = [];
}

/// <summary>The result of a vote.</summary>
/// <param name="For">За.</param>
/// <param name="Against">Против.</param>
/// <param name="Abstained">Воздержались.</param>
public sealed record VoteCount(int For, int Against, int Abstained);

/// <summary>An item of a sitting's agenda and what came of it.</summary>
public sealed record ProtocolItem
{
    /// <summary>As it stands in the agenda.</summary>
    public required string Title { get; init; }

    /// <summary>СЛУШАЛИ.</summary>
    public IReadOnlyList<string> Heard { get; init; } = [];

    /// <summary>ВЫСТУПИЛИ.</summary>
    public IReadOnlyList<string> Spoke { get; init; } = [];

    /// <summary>РЕШИЛИ.</summary>
    public IReadOnlyList<string> Resolved { get; init; } = [];

    /// <summary>The vote; null when none was held.</summary>
    public VoteCount? Vote { get; init; }

    /// <summary>Who did not vote and why: conflicts of interest.</summary>
    public IReadOnlyList<string> Recused { get; init; } = [];

    /// <summary>Dissenting opinions: the member's name and the text.</summary>
    public IReadOnlyList<(string FullName, string Text)> Dissents { get; init; } = [];
}

/// <summary>What a protocol of a sitting is made of.</summary>
public record ProtocolRecord
{
    /// <summary>Head; the place is that of the sitting.</summary>
    public PaperHead Head { get; init; } = PaperHead.Unissued;

    /// <summary>The body in the genitive: "заседания федеральной экспертной комиссии".</summary>
    public required string Sitting { get; init; }

    /// <summary>The chair.</summary>
    public required string Chair { get; init; }

    /// <summary>The secretary.</summary>
    public required string Secretary { get; init; }

    /// <summary>Members present.</summary>
    public required IReadOnlyList<string> Present { get; init; }

    /// <summary>The invited.</summary>
    public IReadOnlyList<string> Invited { get; init; } = [];

    /// <summary>How many members the body has.</summary>
    public required int Members { get; init; }

    /// <summary>How many must be present.</summary>
    public required int Quorum { get; init; }

    /// <summary>The agenda in order.</summary>
    public required IReadOnlyList<ProtocolItem> Items { get; init; }
}

/// <summary>What an extract of a protocol is made of.</summary>
public sealed record ExtractRecord : ProtocolRecord
{
    /// <summary>The numbers of the items to be printed, from 1.</summary>
    public required IReadOnlyList<int> ItemNumbers { get; init; }

    /// <summary>The date of the extract.</summary>
    public DateOnly ExtractDate { get; init; }
}

/// <summary>How a commission decides.</summary>
public enum DecisionKind
{
    /// <summary>Согласовать.</summary>
    Approve,

    /// <summary>Отказать.</summary>
    Refuse,

    /// <summary>Отложить.</summary>
    Postpone,
}

/// <summary>What a decision of a commission is made of.</summary>
public sealed record DecisionRecord
{
    /// <summary>Head.</summary>
    public PaperHead Head { get; init; } = PaperHead.Unissued;

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

    /// <summary>The reason's code, for a refusal; may be empty.</summary>
    public string ReasonCode { get; init; } = "";

    /// <summary>The reasons, one paragraph each.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Until when it is postponed.</summary>
    public DateOnly? PostponedUntil { get; init; }

    /// <summary>The vote.</summary>
    public VoteCount? Vote { get; init; }

    /// <summary>Recommendations.</summary>
    public IReadOnlyList<string> Recommendations { get; init; } = [];

    /// <summary>Signatures.</summary>
    public required IReadOnlyList<Signatory> Signatures { get; init; }
}

/// <summary>What a certificate is made of.</summary>
public sealed record CertificateRecord
{
    /// <summary>Head.</summary>
    public PaperHead Head { get; init; } = PaperHead.Unissued;

    /// <summary>The document's name: "УДОСТОВЕРЕНИЕ о повышении квалификации", a line each.</summary>
    public required IReadOnlyList<string> Title { get; init; }

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

    /// <summary>The result of the attestation, such as "итоговая аттестация пройдена: 82 балла из 100"; may be empty.</summary>
    public string Result { get; init; } = "";

    /// <summary>The address which confirms the certificate; becomes the QR code.</summary>
    public Uri Confirmation { get; init; } = new("about:blank");

    /// <summary>Signatures.</summary>
    public required IReadOnlyList<Signatory> Signatures { get; init; }
}
