namespace Reserve.Documents.Declension;

/// <summary>Which name of a person it is: each declines by rules of its own.</summary>
public enum NamePart
{
    /// <summary>Фамилия.</summary>
    Surname,

    /// <summary>Имя.</summary>
    FirstName,

    /// <summary>Отчество.</summary>
    Patronymic,
}
