namespace Reserve.Web.Features.Papers.Preview;

/// <summary>Configuration <c>Preview</c>: how papers are shown as pages.</summary>
public sealed class PreviewSettings
{
    /// <summary>LibreOffice: a path, or a name that the search path knows; empty for no preview.</summary>
    public string Office { get; set; } = "soffice";

    /// <summary>What makes pictures of a PDF (poppler); without it the PDF itself is offered.</summary>
    public string Pictures { get; set; } = "pdftoppm";

    /// <summary>How long one conversion may take, in seconds.</summary>
    public int Seconds { get; set; } = 60;

    /// <summary>How much memory a program of a conversion may take, in megabytes of its address space; none for no limit.</summary>
    public int Megabytes { get; set; } = 1024;

    /// <summary>How many may wait for the one that is under way.</summary>
    public int Waiting { get; set; } = 12;

    /// <summary>Pages that are shown of one paper.</summary>
    public int MostPages { get; set; } = 20;

    /// <summary>What is kept of former conversions, in megabytes.</summary>
    public int CacheMegabytes { get; set; } = 200;

    /// <summary>For how long it is kept, in hours: papers hold what is said of people.</summary>
    public int CacheHours { get; set; } = 24;
}
