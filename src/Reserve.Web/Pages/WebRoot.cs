namespace Reserve.Web.Pages;

/// <summary>The folder of static files: beside a published executable, else in the source tree that it was built from.</summary>
internal static class WebRoot
{
    public static string Find() => Find(AppContext.BaseDirectory);

    internal static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            foreach (var place in (string[])["wwwroot", Path.Combine("src", "Reserve.Web", "wwwroot")])
            {
                var candidate = Path.Combine(folder.FullName, place);
                if (Directory.Exists(candidate))
                {
                    return candidate;
                }
            }
        }
        return Path.Combine(start, "wwwroot");
    }
}
