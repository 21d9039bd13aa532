using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Persons;
using Reserve.Web.Tests.Features.Candidates;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Persons;

/// <summary>A person is one thing with many roles; two records of one are merged, and the merge can be taken back.</summary>
public sealed class PersonTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_candidate_of_a_name_that_the_base_of_heads_knows_is_asked_about_and_becomes_that_person()
    {
        await Head("Узнаваемая Анна Тестовна", "RU.74.30");
        var made = Made.Candidate("Узнаваемая");
        Assert.Equal(RegisterRefusal.LikelyPerson, (await Register(made)).Refusal);
        var head = await Person("узнаваемая анна тестовна");
        var registered = await Register(made with { Person = head.Id });
        Assert.True(registered.IsOk, registered.Reason);
        var known = await Person("узнаваемая анна тестовна");
        Assert.Equal((head.Id, made.BirthDate), (known.Id, known.BirthDate));
        var page = await Page($"/people/{head.Id.Value}");
        Assert.Contains("Кадровый резерв", page, StringComparison.Ordinal);
        Assert.Contains(Heads.Post, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_else_of_the_name_is_another_person_and_both_are_shown_as_likely_doubles()
    {
        await Head("Двойнёва Анна Тестовна", "RU.74.31");
        Assert.True((await Register(Made.Candidate("Двойнева") with { IsAnotherPerson = true })).IsOk);
        var two = await People("двойнева анна тестовна");
        Assert.Equal(2, two.Count);
        var page = await Page($"/people/{two[0].Id.Value}");
        Assert.Contains("то же имя", page, StringComparison.Ordinal);
        Assert.Contains($"/people/{two[1].Id.Value}", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merged_records_are_one_person_with_both_histories_until_the_merge_is_taken_back()
    {
        await Head("Слитная Анна Тестовна", "RU.74.32");
        Assert.True((await Register(Made.Candidate("Слитная") with { IsAnotherPerson = true })).IsOk);
        var two = await People("слитная анна тестовна");
        var (kept, gone) = (two[0].Id, two[1].Id);
        var merged = await site.Send("RU.74", Roles.HrOfficer, new MergePersons(kept, gone, "Один и тот же человек, сверено по анкете"));
        Assert.True(merged.IsOk, merged.Reason);
        Assert.Equal(PersonRefusal.Merged, (await site.Send("RU.74", Roles.HrOfficer, new MergePersons(kept, gone, "Ещё раз"))).Refusal);
        // Both addresses show the one person, with the roles of both records.
        foreach (var id in (PersonId[])[kept, gone])
        {
            var page = await Page($"/people/{id.Value}");
            Assert.Contains("Кадровый резерв", page, StringComparison.Ordinal);
            Assert.Contains(Heads.Post, page, StringComparison.Ordinal);
            Assert.Contains("сверено по анкете", page, StringComparison.Ordinal);
        }

        Assert.Single((await Page("/people?q=слитная")).Split("data-label=\"Имя\"")[1..]);
        Assert.True((await site.Send("RU.74", Roles.HrOfficer, new UndoPersonMerge(merged.Value, "Это мать и дочь"))).IsOk);
        Assert.All(await People("слитная анна тестовна"), row => Assert.Null(row.MergedInto));
        Assert.Equal(
            PersonRefusal.AlreadyUndone,
            (await site.Send("RU.74", Roles.HrOfficer, new UndoPersonMerge(merged.Value, "Снова"))).Refusal
        );
    }

    [Fact]
    public async Task A_merge_into_a_merged_record_is_unravelled_in_any_order()
    {
        await Head("Цепная Анна Тестовна", "RU.74.33");
        Assert.True((await Register(Made.Candidate("Цепная") with { IsAnotherPerson = true })).IsOk);
        Assert.True(
            (
                await Register(Made.Candidate("Цепная", "RU.74.02") with { IsAnotherPerson = true, BirthDate = new DateOnly(1981, 1, 1) })
            ).IsOk
        );
        var three = await People("цепная анна тестовна");
        // Two insurance numbers are two people.
        var numbered = three.FindAll(row => row.Snils is not null);
        Assert.Equal(
            PersonRefusal.DifferentSnils,
            (await site.Send("RU.74", Roles.HrOfficer, new MergePersons(numbered[0].Id, numbered[1].Id, "Проба"))).Refusal
        );
        var head = three.Single(row => row.Snils is null);
        await Head("Цепная Анна Тестовна другая", "RU.74.34");
        var other = await Person("цепная анна тестовна другая");
        var first = await site.Send("RU.74", Roles.HrOfficer, new MergePersons(head.Id, other.Id, "Проба"));
        Assert.True(first.IsOk, first.Reason);
        var second = await site.Send("RU.74", Roles.HrOfficer, new MergePersons(numbered[0].Id, head.Id, "Проба"));
        Assert.True(second.IsOk, second.Reason);
        Assert.Equal(numbered[0].Id, (await Person("цепная анна тестовна другая")).MergedInto);
        Assert.True((await site.Send("RU.74", Roles.HrOfficer, new UndoPersonMerge(second.Value, "Проба"))).IsOk);
        Assert.Equal(head.Id, (await Person("цепная анна тестовна другая")).MergedInto);
    }

    [Fact]
    public async Task What_is_corrected_of_a_person_the_candidate_bears_too()
    {
        var registered = await Register(Made.Candidate("Прежняя"));
        var person = await Person("прежняя анна тестовна");
        var number = Snils.Of(777_000_001).ToString();
        var changed = await site.Send(
            "RU.74",
            Roles.HrOfficer,
            new ChangePerson(person.Id, "Новая", "Анна", "Тестовна", person.BirthDate, number)
        );
        Assert.True(changed.IsOk, changed.Reason);
        var candidate = await site.Look("RU", db => db.Set<Candidate>().SingleAsync(row => row.Id == registered.Value));
        Assert.Equal(("Новая", Snils.Of(777_000_001).Digits), (candidate.LastName, candidate.Snils));
        Assert.True((await Register(Made.Candidate("Вторая"))).IsOk);
        var second = await Person("вторая анна тестовна");
        Assert.Equal(
            PersonRefusal.SnilsTaken,
            (
                await site.Send(
                    "RU.74",
                    Roles.HrOfficer,
                    new ChangePerson(second.Id, "Вторая", "Анна", "Тестовна", second.BirthDate, number)
                )
            ).Refusal
        );
    }

    [Fact]
    public async Task A_sign_in_belongs_to_one_person()
    {
        await Head("Учётный Иван Петрович", "RU.74.35");
        await Head("Учтённый Иван Петрович", "RU.74.36");
        var user = await site.CreateUser("linked-to-a-person", "RU.74", Roles.CommissionMember);
        var (one, other) = (await Person("учетный иван петрович"), await Person("учтенный иван петрович"));
        Assert.True((await site.Send("RU.74", Roles.HrOfficer, new LinkPersonUser(one.Id, user.Id))).IsOk);
        Assert.Equal(PersonRefusal.UserTaken, (await site.Send("RU.74", Roles.HrOfficer, new LinkPersonUser(other.Id, user.Id))).Refusal);
    }

    [Fact]
    public async Task The_list_is_paged_by_key_and_filtered_and_shows_the_own_region_only()
    {
        for (var i = 0; i < 30; i++)
            await Head(
                $"Страничный{(char)('а' + i)} Иван Петрович",
                "RU.74.37",
                new DateOnly(1960 + i, 1, 1),
                new DateOnly(1960 + i, 12, 31)
            );
        using var officer = await site.SignedInClient("pages-of-people", "RU.74", Roles.HrOfficer);
        var first = await officer.Text("/people?q=страничный");
        Assert.Contains("30 человек", first, StringComparison.Ordinal);
        var next = System.Text.RegularExpressions.Regex.Match(first, "after=([0-9a-f-]{36})").Groups[1].Value;
        var second = await officer.Text($"/people?q=страничный&after={next}");
        Assert.Equal(5, second.Split("data-label=\"Имя\"").Length - 1);
        var file = await officer.Text("/people?q=страничный&handler=Csv");
        Assert.Equal(31, file.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        foreach (var role in Enum.GetValues<PersonRoleKind>())
            Assert.Contains("Никого не найдено", await officer.Text($"/people?q=страничный&role={role}"), StringComparison.Ordinal);
        using var elsewhere = await site.SignedInClient("people-elsewhere", "RU.66", Roles.HrOfficer);
        Assert.Contains("Никого не найдено", await elsewhere.Text("/people?q=страничный"), StringComparison.Ordinal);
        using var expert = await site.SignedInClient("people-expert", "RU.74", Roles.CommissionMember);
        Assert.Equal("/denied", (await expert.Get("/people")).RequestMessage!.RequestUri!.AbsolutePath);
    }

    /// <summary>The cycle begins with the candidate, so its process has to be there.</summary>
    private async Task<Result<CandidateId, RegisterRefusal>> Register(RegisterCandidate command)
    {
        await site.Start();
        return await site.Send("RU.74", Roles.HrOfficer, command);
    }

    private async Task Head(string name, string territory, DateOnly? starts = null, DateOnly? ends = null)
    {
        var added = await site.Send("RU.74", Roles.HrOfficer, Heads.Of(name, territory, starts ?? new DateOnly(2020, 1, 1), ends));
        Assert.True(added.IsOk, added.Reason);
    }

    private async Task<PersonRecord> Person(string plain) => (await People(plain)).Single();

    private Task<List<PersonRecord>> People(string plain) =>
        site.Look("RU", db => db.Set<PersonRecord>().Where(row => row.SearchText == plain).OrderBy(row => row.Id).ToListAsync());

    private async Task<string> Page(string address)
    {
        using var officer = await site.SignedInClient($"officer-{Guid.NewGuid():N}"[..20], "RU.74", Roles.HrOfficer);
        return await officer.Text(address);
    }
}
