using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>Steps that several journeys begin with.</summary>
internal static class Reserves
{
    /// <summary>Enters a candidate by the form; gives the full name.</summary>
    public static async Task<string> SomeCandidate(Person officer, string last, string first, string middle, string snils, string territory)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime);
        await officer.Page.GotoAsync("/candidates/new");
        await officer.Fill("Фамилия", last);
        await officer.Fill("Имя", first);
        await officer.Fill("Отчество", middle);
        await officer.Fill("Дата рождения", "1979-03-04");
        await officer.Fill("СНИЛС", snils);
        await officer.Page.GetByLabel("Территория", new() { Exact = true }).SelectOptionAsync(territory);
        await officer.Fill("Место работы", "Управление образования");
        await officer.Fill("Должность", "Заместитель начальника");
        await officer.Fill(
            "Согласие на обработку персональных данных от",
            today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
        );
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Внести и начать цикл резерва" }).ClickAsync();
        await Assertions.Expect(officer.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(last);
        return $"{last} {first} {middle}";
    }

    /// <summary>A number with the right check digits (the sum of digits times 9 to 1, modulo 101).</summary>
    public static string Snils(int seed)
    {
        var digits = seed.ToString("000000000", System.Globalization.CultureInfo.InvariantCulture);
        var sum = digits.Select((digit, index) => (digit - '0') * (9 - index)).Sum() % 101;
        return $"{digits[..3]}-{digits[3..6]}-{digits[6..]} {(sum == 100 ? 0 : sum):00}";
    }
}
