using Microsoft.Extensions.Options;
using Reserve.Documents.Letters;
using Reserve.Web.Features.Papers;

namespace Reserve.Web.Features.Letters;

/// <summary>
/// Writes the letters that belong to no process: from the file of the installation's own folder, where one of the name is sound, else
/// from the one that the program ships.
/// </summary>
/// <param name="folder">The installation's own letters.</param>
/// <param name="site">Where pages are reached.</param>
/// <param name="clock">What today() and now() tell.</param>
/// <param name="log">Takes what is wrong with a letter of the installation.</param>
internal sealed partial class HostLetters(string folder, IOptions<PaperSettings> site, TimeProvider clock, ILogger<HostLetters> log)
{
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "letters");

    /// <summary>The letter, filled.</summary>
    /// <exception cref="LetterTemplateException">The shipped letter does not fit its record.</exception>
    public WrittenLetter Write(HostLetter letter, LetterRecord record)
    {
        var own = Path.Combine(folder, letter.Name + ".md");
        if (File.Exists(own))
        {
            var template = LetterFiles.Open(File.ReadAllText(own), letter.Example.Data(), clock.GetLocalNow());
            var problems = template.Check(letter.Example.Data());
            if (problems.Count == 0 && template.Write(record.Data()).Letter is { } written)
                return written;
            LogBad(letter.Name, string.Join("; ", problems));
        }

        var shipped = Path.Combine(Shipped, letter.Name + ".md");
        return LetterFiles.Write($"letters/{letter.Name}.md", File.ReadAllText(shipped), record.Data(), clock.GetLocalNow());
    }

    /// <summary>The whole address of a page of this site; null for none.</summary>
    public string? AddressOf(string? page) => page is null ? null : new Uri(site.Value.PublicAddress, page).ToString();

    [LoggerMessage(2110, LogLevel.Warning, "The installation's own letter {Name} is not used, the shipped one is: {Problems}")]
    private partial void LogBad(string name, string problems);
}
