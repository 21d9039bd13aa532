using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Data;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Access;

/// <summary>Keys lie in the database; those of a program before this one are taken over, so that nobody is signed out.</summary>
public sealed class KeyRingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("reserve-keys-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Key_files_are_imported_once_and_what_they_protected_is_still_read()
    {
        var site = new SiteFixture();
        await site.InitializeAsync();
        var secret = Former(Path.Combine(site.DataFolder, "keys"));
        await File.WriteAllTextAsync(
            Path.Combine(site.DataFolder, "keys", "key-broken.xml"),
            "no xml",
            TestContext.Current.CancellationToken
        );
        await site.Start();

        Assert.Equal("signed in", Protector(site.App.Services).Unprotect(secret));
        var keys = await Keys(site);
        Assert.Single(keys);
        foreach (var import in site.App.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<Web.Access.KeyFiles>())
            await import.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(keys, await Keys(site));
        await site.DisposeAsync();
    }

    [Fact]
    public async Task With_a_certificate_no_key_lies_in_plain_not_even_those_from_before()
    {
        var pfx = Path.Combine(folder, "keys.pfx");
        using (var key = RSA.Create(2048))
        {
            var request = new CertificateRequest("CN=keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var made = request.CreateSelfSigned(
                new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
                new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero)
            );
            await File.WriteAllBytesAsync(pfx, made.Export(X509ContentType.Pkcs12, "pass"), TestContext.Current.CancellationToken);
        }

        var site = new SiteFixture { Settings = [$"--Keys:Certificate={pfx}", "--Keys:CertificatePassword=pass"] };
        await site.InitializeAsync();
        var secret = Former(Path.Combine(site.DataFolder, "keys"));
        await site.Start();

        Assert.Equal("signed in", Protector(site.App.Services).Unprotect(secret));
        var mine = Protector(site.App.Services).Protect("mine");
        Assert.Equal("mine", Protector(site.App.Services).Unprotect(mine));
        Assert.All(await Keys(site), xml => Assert.DoesNotContain("masterKey", xml, StringComparison.Ordinal));
        Assert.All(await Keys(site), xml => Assert.Contains("encryptedSecret", xml, StringComparison.Ordinal));
        await site.DisposeAsync();
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_told_before_anything_starts()
    {
        var site = new SiteFixture { Settings = [$"--Keys:Certificate={Path.Combine(folder, "none.pfx")}"] };
        await Assert.ThrowsAsync<SetupException>(async () => await site.InitializeAsync());
    }

    /// <summary>What the program before this one did: a ring of files.</summary>
    private static string Former(string keys)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("reserve").PersistKeysToFileSystem(Directory.CreateDirectory(keys));
        using var provider = services.BuildServiceProvider();
        return Protector(provider).Protect("signed in");
    }

    private static IDataProtector Protector(IServiceProvider services) =>
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static Task<List<string>> Keys(SiteFixture site) =>
        site.Look("RU", db => db.DataProtectionKeys.OrderBy(key => key.Id).Select(key => key.Xml!).ToListAsync());
}
