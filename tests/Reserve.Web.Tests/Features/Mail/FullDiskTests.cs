using Reserve.Mail;
using Reserve.Web.Tests.Verbs;

namespace Reserve.Web.Tests.Features.Mail;

public sealed class FullDiskTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("reserve-full-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task On_a_full_disk_no_drafts_pile_up_and_sending_goes_on_when_there_is_room_again()
    {
        using var disk = SmallDisk.Mount(folder, "size=256k");
        var folders = new MailFolders(disk.Folder);
        await folders.SendAsync("first", new byte[100], ["a@example.test"], default);
        var filler = disk.Fill();

        for (var attempt = 0; attempt < 5; attempt++)
            await Assert.ThrowsAnyAsync<IOException>(() => folders.SendAsync("second", new byte[100_000], ["a@example.test"], default));
        Assert.Empty(Directory.GetFiles(Path.Combine(disk.Folder, "sending")));
        Assert.Single(Directory.GetFiles(Path.Combine(disk.Folder, "sent")));

        File.Delete(filler);
        await folders.SendAsync("second", new byte[100_000], ["a@example.test"], default);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(disk.Folder, "sent")).Length);
    }
}
