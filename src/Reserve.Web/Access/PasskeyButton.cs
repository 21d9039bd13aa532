namespace Reserve.Web.Access;

/// <summary>What the partial <c>_Passkey</c> shows inside a form: a button that asks the authenticator and sends the form.</summary>
/// <param name="Label">The button's word.</param>
/// <param name="Options">The address of what the authenticator is asked.</param>
/// <param name="Field">The form's field that takes the answer.</param>
internal sealed record PasskeyButton(string Label, string Options, string Field = PasskeyButton.Answer)
{
    public const string Answer = "Credential";

    /// <summary>A new key is made, instead of one being used.</summary>
    public bool Makes { get; init; }

    /// <summary>The browser may offer the key in the field of the name, too.</summary>
    public bool Offers { get; init; }

    /// <summary>The button of the page; else one beside another.</summary>
    public bool IsFirst { get; init; }

    /// <summary>A key of this device that is nobody's here (any more): the device may forget it.</summary>
    public string? Unknown { get; init; }
}
