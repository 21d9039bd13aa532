namespace Reserve.Documents.Templates;

/// <summary>What a template file and its result may cost. A file beyond a limit is a problem, never an exception.</summary>
public sealed record TemplateLimits
{
    /// <summary>The limits for files which people upload.</summary>
    public static TemplateLimits Default { get; } = new();

    /// <summary>Bytes of the file as it arrives.</summary>
    public int FileBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Number of entries of the archive.</summary>
    public int Entries { get; init; } = 2_000;

    /// <summary>Bytes of one unpacked entry, counted while unpacking: the archive's own header is not believed.</summary>
    public int EntryBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Bytes of all unpacked entries together.</summary>
    public long TotalBytes { get; init; } = 160L * 1024 * 1024;

    /// <summary>How many times larger than its packed form an entry may be, once it exceeds a megabyte.</summary>
    public int Ratio { get; init; } = 150;

    /// <summary>Depth of nested elements in one XML part.</summary>
    public int XmlDepth { get; init; } = 256;

    /// <summary>Bytes of one part of the result before packing: a loop in a loop can multiply without end.</summary>
    public int OutputBytes { get; init; } = 128 * 1024 * 1024;

    /// <summary>How many problems are told; what follows is only counted.</summary>
    public int Problems { get; init; } = 200;
}
