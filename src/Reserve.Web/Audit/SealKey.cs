using System.Security.Cryptography;
using Reserve.Web.Data;

namespace Reserve.Web.Audit;

/// <summary>
/// The key that signs seals and cuts: ECDSA on P-256, a file outside the database (<c>keys/journal.pem</c> of the data folder, or
/// <c>Audit:Key</c>), so that whoever writes into the database alone cannot make a chain of their own.
/// </summary>
internal sealed class SealKey : IDisposable
{
    public const string FileName = "journal.pem";

    private readonly ECDsa key;

    private SealKey(ECDsa key)
    {
        this.key = key;
        Id = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];
    }

    /// <summary>The first half of the hash of its public key: stands beside each signature.</summary>
    public string Id { get; }

    /// <summary>The key of this file; made when there is none.</summary>
    /// <exception cref="SetupException">The file holds no such key, or cannot be read or made.</exception>
    public static SealKey Open(string path)
    {
        try
        {
            if (!File.Exists(path))
                Make(path);
            return Read(path);
        }
        catch (Exception problem)
            when (problem is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new SetupException($"Ключ журнала {path} не читается: {problem.Message} (Audit:Key, docs/operations.md)", problem);
        }
    }

    /// <summary>The keys at hand by their ids: those of the folder, and this file.</summary>
    public static Dictionary<string, SealKey> All(string folder, string? path)
    {
        var found = new Dictionary<string, SealKey>(StringComparer.Ordinal);
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.pem") : [];
        foreach (var file in files.Concat(path is not null && File.Exists(path) ? [path] : []))
        {
            var key = Read(file);
            if (!found.TryAdd(key.Id, key))
                key.Dispose();
        }

        return found;
    }

    public byte[] Sign(byte[] hash) => key.SignHash(hash);

    public bool Signed(byte[] hash, byte[] signature) => key.VerifyHash(hash, signature);

    public void Dispose() => key.Dispose();

    private static SealKey Read(string path)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(path));
        return new SealKey(key);
    }

    /// <summary>Whole or not at all: of two nodes that begin at once the second reads what the first has made.</summary>
    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, ClosedFiles.Folder);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var half = $"{path}.{Guid.NewGuid():N}.tmp";
        ClosedFiles.Make(half, key.ExportPkcs8PrivateKeyPem());
        try
        {
            File.Move(half, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(half);
        }
    }
}
