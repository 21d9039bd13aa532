namespace Reserve.Documents.Declension;

/// <summary>What the tables need to know of letters.</summary>
internal static class Letters
{
    /// <summary>How many different numbers <see cref="NumberOf"/> gives.</summary>
    public const int Count = 33;

    /// <summary>1 to 32 for а to я in either case, <c>ё</c> as <c>е</c> because many write it so; 0 for any other character.</summary>
    public static int NumberOf(char letter) =>
        letter switch
        {
            >= 'а' and <= 'я' => letter - 'а' + 1,
            >= 'А' and <= 'Я' => letter - 'А' + 1,
            'ё' or 'Ё' => 'е' - 'а' + 1,
            _ => 0,
        };

    public static bool IsCyrillic(ReadOnlySpan<char> word)
    {
        foreach (var letter in word)
        {
            if (NumberOf(letter) == 0 && letter is not ('-' or '\'' or '’' or 'ʼ' or '.'))
                return false;
        }

        return word.Length > 0;
    }

    /// <summary>Whether an ending put to this word is written in capitals: the last two letters are.</summary>
    public static bool EndsInCapitals(ReadOnlySpan<char> word) =>
        word is [.., var before, var last] && char.IsUpper(last) && char.IsUpper(before);

    public static bool IsVowel(char letter) =>
        char.ToLowerInvariant(letter) is 'а' or 'е' or 'ё' or 'и' or 'о' or 'у' or 'ы' or 'э' or 'ю' or 'я';
}
