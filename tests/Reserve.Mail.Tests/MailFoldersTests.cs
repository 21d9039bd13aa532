namespace Reserve.Mail.Tests;

public sealed class MailFoldersTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("mail").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_dropped_message_waits_until_it_is_taken_away()
    {
        var folders = new MailFolders(root);
        Assert.Empty(await folders.ListAsync(default));
        await File.WriteAllTextAsync(Path.Combine(root, "inbox", "a.eml"), "Subject: x\n\n");
        await File.WriteAllTextAsync(Path.Combine(root, "inbox", "half.tmp"), "");

        Assert.Equal(["a.eml"], await folders.ListAsync(default));
        Assert.Equal(12, (await folders.ReadAsync("a.eml", 100, default))?.Length);
        Assert.Null(await folders.ReadAsync("a.eml", 5, default));
        await folders.TakeAwayAsync("a.eml", usable: true, default);
        await folders.TakeAwayAsync("a.eml", usable: true, default);

        Assert.Empty(await folders.ListAsync(default));
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
            await folders.TakeAwayAsync("a.eml", usable: false, default);
        }

        Assert.Equal(2, Directory.GetFiles(Path.Combine(root, "rejected")).Length);
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
