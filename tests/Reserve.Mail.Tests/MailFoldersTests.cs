namespace Reserve.Mail.Tests;

public sealed class MailFoldersTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("mail").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_dropped_message_waits_until_it_is_taken_away()
    {
        var folders = new MailFolders(root);
        Assert.Empty((await folders.ListAsync(default)).Keys);
        await File.WriteAllTextAsync(Path.Combine(root, "inbox", "a.eml"), "Subject: x\n\n");
        await File.WriteAllTextAsync(Path.Combine(root, "inbox", "half.tmp"), "");

        Assert.Equal(["a.eml"], (await folders.ListAsync(default)).Keys);
        Assert.Equal(12, (await folders.ReadAsync("a.eml", 100, default))?.Bytes?.Length);
        Assert.Equal(new WaitingMail(null), await folders.ReadAsync("a.eml", 5, default));
        Assert.True(await folders.TakeAwayAsync("a.eml", default));
        Assert.False(await folders.TakeAwayAsync("a.eml", default));
        Assert.Null(await folders.ReadAsync("a.eml", 100, default));

        Assert.Empty((await folders.ListAsync(default)).Keys);
        Assert.True(File.Exists(Path.Combine(root, "archive", "a.eml")));
    }

    [Fact]
    public async Task A_name_that_comes_again_does_not_replace_the_earlier_message()
    {
        var folders = new MailFolders(root);
        for (var round = 0; round < 2; round++)
        {
            _ = await folders.ListAsync(default);
            await File.WriteAllTextAsync(Path.Combine(root, "inbox", "a.eml"), $"Subject: {round}\n\n");
            await folders.SetAsideAsync("a.eml", "не читается", default);
        }

        Assert.Equal(2, (await folders.ListAsideAsync(default)).Count);
    }

    [Fact]
    public async Task Hidden_and_overlong_names_are_counted_and_left_alone()
    {
        var folders = new MailFolders(root);
        _ = await folders.ListAsync(default);
        var overlong = new string('a', 210) + ".eml";
        foreach (var name in (string[])[".draft.eml", overlong, new string('я', 124) + ".eml", "b.eml"])
            await File.WriteAllTextAsync(Path.Combine(root, "inbox", name), "Subject: x\n\n");

        var listing = await folders.ListAsync(default);

        Assert.Equal(["b.eml"], listing.Keys);
        Assert.Equal(3, listing.Skipped);
    }

    [Fact]
    public async Task A_message_set_aside_keeps_its_reason_and_can_be_given_back()
    {
        var folders = new MailFolders(root);
        _ = await folders.ListAsync(default);
        await File.WriteAllTextAsync(Path.Combine(root, "inbox", "a.eml"), "Subject: x\n\n");
        Assert.True(await folders.SetAsideAsync("a.eml", "не читается", default));

        var aside = Assert.Single(await folders.ListAsideAsync(default));
        Assert.Equal(("a.eml", "не читается", 12), (aside.Key, aside.Reason, aside.Size));
        Assert.Equal("Subj"u8.ToArray(), await folders.ReadAsideAsync("a.eml", 4, default));

        Assert.True(await folders.ReturnAsync("a.eml", default));
        Assert.False(await folders.ReturnAsync("a.eml", default));
        Assert.Equal(["a.eml"], (await folders.ListAsync(default)).Keys);
        Assert.Empty(Directory.GetFiles(Path.Combine(root, "rejected")));
    }

    [Fact]
    public async Task A_message_is_taken_by_one_of_many_readers()
    {
        var folders = new MailFolders(root);
        _ = await folders.ListAsync(default);
        for (var i = 0; i < 100; i++)
            await File.WriteAllTextAsync(Path.Combine(root, "inbox", $"{i}.eml"), "Subject: x\n\n");

        var taken = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 400),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (i, _) =>
            {
                if (await folders.TakeAwayAsync($"{i / 4}.eml", default))
                    Interlocked.Increment(ref taken);
            }
        );

        Assert.Equal(100, taken);
        Assert.Equal(100, Directory.GetFiles(Path.Combine(root, "archive")).Length);
    }

    [Fact]
    public async Task A_sending_repeated_with_its_key_leaves_one_message()
    {
        var folders = new MailFolders(root);

        await folders.SendAsync("case-1", "one"u8.ToArray(), ["a@b.example"], default);
        await folders.SendAsync("case-1", "two"u8.ToArray(), ["a@b.example"], default);

        Assert.Equal("one", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(root, "sent")))));
    }

    [Fact]
    public async Task A_key_that_leads_out_of_the_folder_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => new MailFolders(root).ReadAsync("../a.eml", 1, default));
}
