namespace Reserve.Web.Features.Files;

/// <summary>Configuration <c>Files</c>: what is taken of files that people hand in, and who looks for viruses in them.</summary>
public sealed class FileSettings
{
    /// <summary>One file, in megabytes.</summary>
    public int Megabytes { get; set; } = 20;

    /// <summary>Files in one go.</summary>
    public int MostFiles { get; set; } = 20;

    /// <summary>All files of one go, in megabytes.</summary>
    public int MegabytesTogether { get; set; } = 60;

    /// <summary>
    /// Where clamd listens: <c>tcp://host:3310</c> or <c>unix:/run/clamav/clamd.ctl</c>; empty for none, and nothing is looked through.
    /// </summary>
    public string Clamd { get; set; } = "";

    /// <summary>How long clamd may take over one file, in seconds.</summary>
    public int ClamdSeconds { get; set; } = 120;

    /// <summary>How often files that wait are looked for, in seconds.</summary>
    public int ClamdPoll { get; set; } = 5;

    /// <summary>All originals of one pack, in megabytes.</summary>
    public int PackMegabytes { get; set; } = 300;

    public long Bytes => Megabytes * 1024L * 1024;

    public long BytesTogether => MegabytesTogether * 1024L * 1024;
}
