using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace Reserve.Web.Pages;

/// <summary>
/// User-visible text: the Russian text is the key, its English twin stands in the <c>en.json</c> of the folder that uses it
/// (all are embedded and read as one). A text without a twin is shown in Russian.
/// </summary>
public sealed class Words : IStringLocalizer, IStringLocalizerFactory
{
    private readonly FrozenDictionary<string, string> english = Load();

    public LocalizedString this[string name]
    {
        get
        {
            var twin = IsEnglish ? english.GetValueOrDefault(name) : null;
            return new LocalizedString(name, twin ?? name, resourceNotFound: IsEnglish && twin is null);
        }
    }

    public LocalizedString this[string name, params object[] arguments]
    {
        get
        {
            var text = this[name];
            return new LocalizedString(name, string.Format(CultureInfo.CurrentCulture, text.Value, arguments), text.ResourceNotFound);
        }
    }

    public static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>
    /// A number with its noun: <c>Count(5, "задача|задачи|задач")</c> gives "5 задач"; the English twin has two forms.
    /// </summary>
    public string Count(long number, string forms)
    {
        var words = this[forms].Value.Split('|');
        var form =
            words.Length == 3 ? RussianForm(number)
            : number == 1 ? 0
            : 1;
        return number.ToString("N0", CultureInfo.CurrentCulture) + " " + words[Math.Min(form, words.Length - 1)];
    }

    /// <summary>A number that was counted no further than <paramref name="most"/>: "больше 10 000 задач" above it.</summary>
    public string Count(long number, string forms, long most) =>
        number > most ? this["больше {0}", Count(most, forms)].Value : Count(number, forms);

    /// <summary>The same without a noun, for a column of numbers.</summary>
    public string Number(long number, long most) =>
        number > most
            ? this["больше {0}", most.ToString("N0", CultureInfo.CurrentCulture)].Value
            : number.ToString("N0", CultureInfo.CurrentCulture);

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => english.Keys.Select(key => this[key]);

    public IStringLocalizer Create(Type resourceSource) => this;

    public IStringLocalizer Create(string baseName, string location) => this;

    internal static int RussianForm(long number) =>
        (Math.Abs(number) % 100, Math.Abs(number) % 10) switch
        {
            (>= 11 and <= 14, _) => 2,
            (_, 1) => 0,
            (_, >= 2 and <= 4) => 1,
            _ => 2,
        };

    private static FrozenDictionary<string, string> Load()
    {
        var assembly = typeof(Words).Assembly;
        var words = new Dictionary<string, string>();
        foreach (
            var name in assembly
                .GetManifestResourceNames()
                .Where(name => name.EndsWith("en.json", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        )
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var (russian, twin) in JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!)
            {
                words[russian] = twin;
            }
        }
        return words.ToFrozenDictionary();
    }
}
