namespace Reserve.Web.Verbs.Backup;

/// <summary>A call of the form <c>[FOLDER] [--name VALUE]… [--flag]</c>.</summary>
internal sealed record Options(string? Folder, IReadOnlyDictionary<string, string> Values)
{
    public string Data => Path.GetFullPath(Values.GetValueOrDefault("data", ".data"));

    /// <summary>The call, or null when it is not of that form: an option that is not among the known ones, one without its value.</summary>
    public static Options? Read(string[] args, params string[] known)
    {
        string? folder = null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var at = 0; at < args.Length; at++)
        {
            var word = args[at];
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                if (folder is not null || word.Length == 0)
                    return null;
                folder = Path.GetFullPath(word);
            }
            else if (known.Contains(word[2..] + "!"))
            {
                values[word[2..]] = "";
            }
            else if (known.Contains(word[2..]) && at + 1 < args.Length)
            {
                values[word[2..]] = args[++at];
            }
            else
            {
                return null;
            }
        }

        return new Options(folder, values);
    }
}
