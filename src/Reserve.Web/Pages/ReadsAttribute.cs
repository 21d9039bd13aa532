namespace Reserve.Web.Pages;

/// <summary>A page that shows or hands out what people want to know of somebody: who opened it is written into the journal.</summary>
/// <param name="act">How the journal knows it.</param>
/// <param name="says">What it is called, in Russian.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReadsAttribute(string act, string says) : Attribute
{
    public string Act { get; } = act;

    public string Says { get; } = says;
}
