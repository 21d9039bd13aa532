using Microsoft.AspNetCore.Http.Features;

namespace Reserve.Web.Pages;

/// <summary>Reads a form as <see cref="Nulls"/> would have it.</summary>
internal sealed class FormWithoutNulls(FormFeature form) : IFormFeature
{
    public bool HasFormContentType => form.HasFormContentType;

    public IFormCollection? Form
    {
        get => form.Form;
        set => form.Form = value;
    }

    public IFormCollection ReadForm() => Form = Nulls.Without(form.ReadForm());

    public async Task<IFormCollection> ReadFormAsync(CancellationToken cancellationToken)
    {
        var read = Nulls.Without(await form.ReadFormAsync(cancellationToken));
        Form = read;
        return read;
    }
}
