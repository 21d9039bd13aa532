using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Reserve.Web.Features.Papers.Signatures;

/// <summary>One signature of a detached file.</summary>
internal sealed record SignatureStamp(
    string Signer,
    string Certificate,
    string Issuer,
    DateTimeOffset ValidFrom,
    DateTimeOffset ValidUntil,
    SignatureCheck Check
);

/// <summary>
/// Reads detached signatures: CMS SignedData (RFC 5652), as DER, as Base64 or in a PEM frame. What the platform can check it checks against
/// the paper; of GOST algorithms it reads the certificate only, and says so.
/// </summary>
internal static class DetachedSignature
{
    /// <summary>How large such a file may be, in bytes.</summary>
    public const int Most = 1 << 20;

    /// <param name="file">The file.</param>
    /// <param name="paper">What was signed.</param>
    /// <returns>One stamp for each signer; null when it is no signature; none when it belongs to other bytes.</returns>
    public static IReadOnlyList<SignatureStamp>? Read(byte[] file, byte[] paper)
    {
        var cms = new SignedCms(new ContentInfo(paper), detached: true);
        try
        {
            cms.Decode(Der(file));
        }
        catch (CryptographicException)
        {
            return null;
        }

        var stamps = new List<SignatureStamp>();
        foreach (var signer in cms.SignerInfos)
        {
            if (signer.Certificate is not { } certificate)
                return null;
            if (Check(signer) is not { } check)
                return [];
            stamps.Add(
                new SignatureStamp(
                    certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
                    certificate.SerialNumber,
                    certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true),
                    certificate.NotBefore.ToUniversalTime(),
                    certificate.NotAfter.ToUniversalTime(),
                    check
                )
            );
        }

        return stamps.Count > 0 ? stamps : null;
    }

    /// <summary>Null when the signature is of other bytes, or forged.</summary>
    private static SignatureCheck? Check(SignerInfo signer)
    {
        if (!IsKnown(signer.DigestAlgorithm.Value) || !IsKnown(signer.SignatureAlgorithm.Value))
            return SignatureCheck.UnknownAlgorithm;
        try
        {
            signer.CheckSignature(verifySignatureOnly: true);
            return SignatureCheck.Valid;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The arcs of GOST algorithms (RFC 4357, RFC 9215) begin so.</summary>
    private static bool IsKnown(string? algorithm) => algorithm is not null && !algorithm.StartsWith("1.2.643.", StringComparison.Ordinal);

    private static byte[] Der(byte[] file)
    {
        // DER of a SEQUENCE begins with 0x30; what begins otherwise is text.
        if (file is [0x30, ..])
            return file;
        var text = Encoding.ASCII.GetString(file);
        if (PemEncoding.TryFind(text, out var frame))
            text = text[frame.Base64Data];
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) ? bytes[..length] : file;
    }
}
