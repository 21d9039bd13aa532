namespace Reserve.Documents.Papers;

/// <summary>What a brief of a candidate for a municipality (справка) is made of.</summary>
public sealed record BriefRecord : PaperRecord
{
    /// <summary>The candidate's full name.</summary>
    public required string FullName { get; init; }

    /// <summary>For which post; may be empty.</summary>
    public string Position { get; init; } = "";

    /// <summary>In which municipality that post is; may be empty.</summary>
    public string Municipality { get; init; } = "";

    /// <summary>Whether the reserve's base knows the person.</summary>
    public bool Known { get; init; }

    /// <summary>The birth date; null when it is not known.</summary>
    public DateOnly? BirthDate { get; init; }

    /// <summary>Where the person works; may be empty.</summary>
    public string Workplace { get; init; } = "";

    /// <summary>As what the person works; may be empty.</summary>
    public string PresentPosition { get; init; } = "";

    /// <summary>Contests that the person took part in.</summary>
    public IReadOnlyList<string> Contests { get; init; } = [];

    /// <summary>The career, in the order in which it is to be printed.</summary>
    public IReadOnlyList<CareerStep> Career { get; init; } = [];

    /// <summary>Education, in the order in which it is to be printed.</summary>
    public IReadOnlyList<EducationStep> Education { get; init; } = [];

    /// <summary>The place in the reserve; null for none.</summary>
    public ReservePlace? Reserve { get; init; }

    /// <summary>Training, attestation and rating, a sentence each.</summary>
    public IReadOnlyList<string> History { get; init; } = [];

    /// <summary>The territory's monitoring; null when none is loaded.</summary>
    public TerritoryPicture? Territory { get; init; }

    /// <summary>The conclusions, a paragraph each.</summary>
    public IReadOnlyList<string> Conclusions { get; init; } = [];

    /// <summary>The day on which the reserve's base was asked.</summary>
    public DateOnly AsOf { get; init; }

    /// <summary>When it was generated, in the zone of the reader.</summary>
    public DateTimeOffset GeneratedAt { get; init; }

    /// <summary>Who answers for it.</summary>
    public IReadOnlyList<Signatory> Signatures { get; init; } = [];
}

/// <summary>A part of a working life.</summary>
/// <param name="From">The beginning.</param>
/// <param name="To">The end; null for now.</param>
/// <param name="Organization">Where.</param>
/// <param name="Position">As what.</param>
public sealed record CareerStep(DateOnly From, DateOnly? To, string Organization, string Position);

/// <summary>An education that was finished.</summary>
/// <param name="Institution">Where.</param>
/// <param name="Qualification">With what.</param>
/// <param name="Year">When; null when it is not known.</param>
public sealed record EducationStep(string Institution, string Qualification, int? Year);

/// <summary>A person's place in the reserve.</summary>
/// <param name="Stage">The stage in words.</param>
/// <param name="EnrolledOn">Since when; null before the enrolment.</param>
/// <param name="TermEnds">Until when; null when it is not known.</param>
/// <param name="Zone">The zone in words; empty before the rating.</param>
/// <param name="Score">The score out of 100; null before the rating.</param>
public sealed record ReservePlace(string Stage, DateOnly? EnrolledOn, DateOnly? TermEnds, string Zone, decimal? Score);

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

/// <summary>A territory's monitoring as a brief shows it.</summary>
public sealed record TerritoryPicture
{
    /// <summary>The territory.</summary>
    public required string Name { get; init; }

    /// <summary>For which year.</summary>
    public required int Year { get; init; }

    /// <summary>With how many territories it is compared.</summary>
    public int? Compared { get; init; }

    /// <summary>The groups of indicators, then the total.</summary>
    public required IReadOnlyList<MonitoringLine> Lines { get; init; }

    /// <summary>The lines without the total.</summary>
    public IEnumerable<MonitoringLine> Groups => Lines.SkipLast(1);

    /// <summary>The last line, the total; null when there is no line.</summary>
    public MonitoringLine? Total => Lines.Count == 0 ? null : Lines[^1];

    /// <summary>Whether any line has a per cent.</summary>
    public bool HasFigures => Lines.Any(line => line.Percent is not null);

    /// <summary>Whether any line can be compared with a period before.</summary>
    public bool HasChanges => Lines.Any(line => line.Change is not null);

    /// <summary>What the figures are taken from.</summary>
    public string Source { get; init; } = "";

    /// <summary>As of which date; null when that is not known.</summary>
    public DateOnly? AsOf { get; init; }
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

    /// <summary>The band in words; empty when not rated.</summary>
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
