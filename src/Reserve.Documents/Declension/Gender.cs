namespace Reserve.Documents.Declension;

/// <summary>The gender of a person, as far as it decides how a name declines.</summary>
public enum Gender
{
    /// <summary>Not given, or not to be found from the name.</summary>
    Unknown,

    /// <summary>Male.</summary>
    Male,

    /// <summary>Female.</summary>
    Female,
}
