using Reserve.Web.Access;

namespace Reserve.Web.Tests.Access;

public sealed class PasswordTests
{
    [Theory]
    [InlineData("Reserve-2026")]
    [InlineData("password2026!")]
    [InlineData("P@ssw0rd2026")]
    [InlineData("qwerty123456")]
    [InlineData("йцукен123456")]
    [InlineData("gfhjkm123456")]
    [InlineData("Пароль123456")]
    [InlineData("парольпароль")]
    [InlineData("GHBDTN-2026!")]
    [InlineData("Челябинск2026")]
    [InlineData("Xtkz,bycr2026")]
    [InlineData("администратор")]
    [InlineData("123456789012")]
    [InlineData("12.12.2026-12")]
    [InlineData("dragondragondragon")]
    [InlineData("министерство2026")]
    public void What_is_guessed_first_is_refused(string password) => Assert.True(CommonPasswords.IsCommon(password));

    [Theory]
    [InlineData("Trial-2026-word")]
    [InlineData("пять зелёных чемоданов")]
    [InlineData("correct horse battery staple")]
    [InlineData("k7Gm2pQx9wLd")]
    [InlineData("Утренний туман над Миассом")]
    public void What_nobody_else_has_is_taken(string password) => Assert.False(CommonPasswords.IsCommon(password));
}
