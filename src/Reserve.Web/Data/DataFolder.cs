namespace Reserve.Web.Data;

/// <summary>The folder of keys, mail and the private cluster.</summary>
internal static class DataFolder
{
    /// <summary>Makes the folder where it is missing and tries to write into it; gives its full path.</summary>
    /// <exception cref="SetupException">It is a file, or cannot be made or written to.</exception>
    public static string Prepare(string path)
    {
        var folder = Path.GetFullPath(path);
        var trial = Path.Combine(folder, $".trial-{Environment.ProcessId}");
        try
        {
            if (File.Exists(folder))
                throw new SetupException($"Путь данных {folder}: это файл, а нужна папка. Укажите папку ключом --data.");
            Directory.CreateDirectory(folder);
            File.WriteAllText(trial, "1");
            File.Delete(trial);
            return folder;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SetupException(
                $"В папку данных {folder} нельзя записать: {Cause(problem)}. "
                    + "Освободите место, дайте права или укажите другую папку ключом --data.",
                problem
            );
        }
    }

    private static string Cause(Exception problem) =>
        problem.Message.Contains("Read-only", StringComparison.OrdinalIgnoreCase) ? "она доступна только для чтения"
        : problem.Message.Contains("No space", StringComparison.OrdinalIgnoreCase) ? "на диске нет места"
        : problem.Message.Contains("Not a directory", StringComparison.OrdinalIgnoreCase) ? "часть пути – файл"
        : problem is UnauthorizedAccessException ? "нет прав"
        : problem.Message;
}
