namespace Reserve.Web.Access;

/// <summary>What people are told about their passkeys.</summary>
internal static class PasskeyWords
{
    /// <summary>Whatever it was: the journal knows.</summary>
    public const string Refused =
        "С этим ключом войти не удалось. Нажмите ещё раз; если не поможет, войдите по паролю: ключ могли удалить или вход закрыт.";

    public static string Of(Passkeys.Refusal refusal) =>
        refusal switch
        {
            Passkeys.Refusal.TooMany => "Ключей уже 20. Удалите ненужный и добавьте этот.",
            Passkeys.Refusal.Stale => "Прошло больше пяти минут. Нажмите «Создать ключ» ещё раз.",
            Passkeys.Refusal.Known => "Этот ключ здесь уже есть.",
            Passkeys.Refusal.Unfit => "Ключ не подошёл. Нажмите «Создать ключ» ещё раз.",
        };
}
