using System.Security.Cryptography.X509Certificates;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>
/// Before the ring is read: key files of a program before this one are taken into the database, so that the upgrade signs nobody out, and
/// keys that were kept in plain are encrypted once there is a certificate.
/// </summary>
internal sealed class KeyFiles(IServiceScopeFactory scopes, string folder, X509Certificate2? certificate) : IHostedService
{
    private static readonly XNamespace Protection = "http://schemas.asp.net/2015/03/dataProtection";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ReserveDb>();
        try
        {
            await Import(db, cancellationToken);
            if (certificate is not null)
                await Encrypt(db, certificate, cancellationToken);
        }
        catch (Exception problem) when (DatabaseAway.Is(problem))
        {
            // A node starts without its database, too; what waits here waits for the next start.
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>By their names, so that a second start, or a node beside this one, takes nothing twice.</summary>
    private async Task Import(ReserveDb db, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var path in Directory.EnumerateFiles(folder, "*.xml").Order(StringComparer.Ordinal))
        {
            if (ReadXml(path) is not { } xml)
                continue;
            var name = Path.GetFileNameWithoutExtension(path);
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into data_protection_keys (friendly_name, xml) values ({name}, {xml}) on conflict (friendly_name) do nothing
                """,
                cancellationToken
            );
        }
    }

    private static async Task Encrypt(ReserveDb db, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var encryptor = new CertificateXmlEncryptor(certificate, NullLoggerFactory.Instance);
        foreach (var key in await db.Set<DataProtectionKey>().ToListAsync(cancellationToken))
        {
            var xml = XElement.Parse(key.Xml ?? "<none/>");
            var plain = xml.Descendants().Where(element => (bool?)element.Attribute(Protection + "requiresEncryption") == true).ToList();
            if (plain.Count == 0)
                continue;
            foreach (var secret in plain)
            {
                var encrypted = encryptor.Encrypt(secret);
                secret.ReplaceWith(
                    new XElement(
                        Protection + "encryptedSecret",
                        new XAttribute("decryptorType", encrypted.DecryptorType.AssemblyQualifiedName!),
                        encrypted.EncryptedElement
                    )
                );
            }

            key.Xml = xml.ToString(SaveOptions.DisableFormatting);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The file's text; null when it is no key: whatever lies there keeps no node from starting.</summary>
    private static string? ReadXml(string path)
    {
        try
        {
            return XElement.Load(path).ToString(SaveOptions.DisableFormatting);
        }
        catch (Exception problem) when (problem is XmlException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
