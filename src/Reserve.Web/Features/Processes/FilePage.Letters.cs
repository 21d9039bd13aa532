using Microsoft.AspNetCore.Mvc;
using Reserve.Web.Features.Mail;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Features.Processes;

// How a letter is shown, and sent to whoever writes it.
public sealed partial class FilePageModel
{
    /// <summary>What the letter shown is about; null for an example.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? About { get; set; }

    public string LetterName => Path.GetFileNameWithoutExtension(FilePath);

    [Reads("PreviewLetter", "Просмотр письма с данными дела")]
    public Task<IActionResult> OnGetLetterAsync(CancellationToken cancellationToken) => OnGetAsync(cancellationToken);

    /// <summary>The letter as it is typed, without saving it.</summary>
    [Reads("PreviewLetter", "Просмотр письма с данными дела")]
    public async Task<IActionResult> OnPostShowLetterAsync(string? text, int? rowVersion, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken) || Shown.Kind != BundleFileKind.Letter)
            return NotFound();
        (Text, RowVersion) = (text?.ReplaceLineEndings("\n") ?? "", rowVersion);
        return Page();
    }

    /// <summary>The letter as it is typed, to whoever types it.</summary>
    public async Task<IActionResult> OnPostSendLetterAsync(string? text, int? rowVersion, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken) || Shown.Kind != BundleFileKind.Letter)
            return NotFound();
        (Text, RowVersion) = (text?.ReplaceLineEndings("\n") ?? "", rowVersion);
        var sent = await Mediator.Send(new SendTestLetter(Key, Named, LetterName, Text, About), cancellationToken);
        if (sent.IsOk)
            this.Done(Words["Письмо отправлено на {0}.", sent.Value].Value);
        else
            this.Show(sent, Words);
        return Page();
    }
}
