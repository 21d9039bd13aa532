using Microsoft.AspNetCore.Antiforgery;

namespace Reserve.Web.Pages;

/// <summary>What a person had typed into a form that could not be worked on: the error page gives it back, to be sent again.</summary>
/// <param name="Action">Where it was sent to.</param>
/// <param name="Fields">What was typed, without passwords.</param>
/// <param name="Files">The fields of files and the files' names; the files themselves have to be chosen again.</param>
/// <param name="HadPassword">A password was among the fields: the form is filled in anew.</param>
public sealed record TypedForm(
    string Action,
    IReadOnlyList<KeyValuePair<string, string>> Fields,
    IReadOnlyList<KeyValuePair<string, string>> Files,
    bool HadPassword
)
{
    private const int LongestShown = 2000;

    /// <summary>The texts that a person would miss: not the numbers and keys that a page carries along.</summary>
    public IEnumerable<string> Shown =>
        Fields
            .Select(pair => pair.Value.Trim())
            .Where(value => value.Length is > 1 and <= LongestShown && value.Any(char.IsLetter) && !Guid.TryParse(value, out _))
            .Where(value =>
                value is not ("true" or "false" or "on") && (value.Contains(' ', StringComparison.Ordinal) || value.Any(IsCyrillic))
            );

    /// <summary>The form of this request; null when there is none, or it did not come from a page of ours.</summary>
    public static async Task<TypedForm?> Of(HttpContext context, string action)
    {
        var request = context.Request;
        try
        {
            if (
                !HttpMethods.IsPost(request.Method)
                || !request.HasFormContentType
                || !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context)
            )
                return null;
            return From(await request.ReadFormAsync(context.RequestAborted), action);
        }
        catch (Exception problem)
            when (problem is IOException or InvalidDataException or BadHttpRequestException or AntiforgeryValidationException)
        {
            return null;
        }
    }

    internal static TypedForm From(IFormCollection form, string action)
    {
        var all = form.Where(field => field.Key != "__RequestVerificationToken")
            .SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? "")))
            .ToList();
        return new TypedForm(
            action,
            [.. all.Where(field => !IsPassword(field.Key))],
            [
                .. form
                    .Files.Where(file => file.FileName.Length > 0)
                    .Select(file => KeyValuePair.Create(file.Name, Path.GetFileName(file.FileName))),
            ],
            all.Exists(field => IsPassword(field.Key))
        );
    }

    /// <summary>Every field of a password has the word in its name; a test holds the pages to it.</summary>
    internal static bool IsPassword(string name) => name.Contains("password", StringComparison.OrdinalIgnoreCase);

    private static bool IsCyrillic(char letter) => letter is >= 'Ѐ' and <= 'ӿ';
}

/// <summary>The form, to be sent again.</summary>
/// <param name="Form">What was typed.</param>
/// <param name="Token">The token to send it with, where it is not that of the running request's user.</param>
internal sealed record TypedFormView(TypedForm Form, string? Token);
