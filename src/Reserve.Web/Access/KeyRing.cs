using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>
/// The keys that protect cookies lie in the database, one ring for all nodes. With <c>Keys:Certificate</c> they are encrypted for it, so
/// that whoever reads the database or a backup cannot sign in as anybody.
/// </summary>
internal static class KeyRing
{
    public static void AddKeyRing(this IServiceCollection services, IConfiguration settings, string dataFolder)
    {
        var certificate = Read(settings, settings["Keys:Certificate"]);
        // Before the ring is read: a hosted service that is added first starts first.
        services.AddHostedService(provider => new KeyFiles(
            provider.GetRequiredService<IServiceScopeFactory>(),
            Path.Combine(dataFolder, "keys"),
            certificate
        ));
        var ring = services.AddDataProtection().SetApplicationName("reserve").PersistKeysToDbContext<ReserveDb>();
        if (certificate is null)
            return;
        X509Certificate2[] former =
        [
            .. (settings["Keys:FormerCertificates"] ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(path => Read(settings, path)!),
        ];
        ring.ProtectKeysWithCertificate(certificate).UnprotectKeysWithAnyCertificate([certificate, .. former]);
    }

    private static X509Certificate2? Read(IConfiguration settings, string? path)
    {
        if (string.IsNullOrEmpty(path))
            return null;
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(path, settings["Keys:CertificatePassword"]);
            return certificate.GetRSAPrivateKey() is not null
                ? certificate
                : throw new SetupException($"Keys:Certificate: в {path} нет закрытого ключа RSA.");
        }
        catch (Exception problem) when (problem is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"Keys:Certificate: файл {path} не читается как PKCS#12 (.pfx). {problem.Message}", problem);
        }
    }
}
