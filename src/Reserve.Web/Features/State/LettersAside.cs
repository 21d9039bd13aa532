namespace Reserve.Web.Features.State;

/// <summary>Letters that were set aside because they could not be read or registered.</summary>
internal static class LettersAside
{
    /// <summary>How many there are; none when the folder is missing or closed, which the check of the folders says.</summary>
    public static long Count(DataPlace place)
    {
        try
        {
            return Directory.EnumerateFiles(place.Aside, "*.eml").LongCount();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
