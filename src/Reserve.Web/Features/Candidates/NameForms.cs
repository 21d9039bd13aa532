using System.Text.Json;
using Reserve.Documents.Declension;

namespace Reserve.Web.Features.Candidates;

/// <summary>The forms of a candidate's names that a person has decided; a name that the rules decide has none.</summary>
public sealed record NameForms(CaseForms? LastName, CaseForms? FirstName, CaseForms? MiddleName)
{
    public static NameForms? OrNone(CaseForms? lastName, CaseForms? firstName, CaseForms? middleName) =>
        lastName is null && firstName is null && middleName is null ? null : new(lastName, firstName, middleName);

    /// <summary>As the journal keeps it: «Козла, Козлу, Козла, Козлом, Козле».</summary>
    public override string ToString() =>
        string.Join(
            "; ",
            new[] { LastName, FirstName, MiddleName }
                .OfType<CaseForms>()
                .Select(forms => $"{forms.Genitive}, {forms.Dative}, {forms.Accusative}, {forms.Instrumental}, {forms.Prepositional}")
        );

    internal static string ToJson(NameForms forms) => JsonSerializer.Serialize(forms, JsonSerializerOptions.Web);

    internal static NameForms FromJson(string text) => JsonSerializer.Deserialize<NameForms>(text, JsonSerializerOptions.Web)!;
}
