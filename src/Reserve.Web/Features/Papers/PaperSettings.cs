namespace Reserve.Web.Features.Papers;

/// <summary>Configuration <c>Papers</c>: what stands at the head of papers and where certificates are confirmed.</summary>
public sealed class PaperSettings
{
    /// <summary>Who issues papers, one line each, the highest first.</summary>
    public string[] Organization { get; set; } = ["Единый федеральный кадровый резерв руководителей системы образования"];

    public string Place { get; set; } = "";

    /// <summary>Who signs certificates.</summary>
    public string SignatoryPost { get; set; } = "Руководитель";

    /// <summary>Empty: signed by hand, the name is written in.</summary>
    public string SignatoryName { get; set; } = "";

    /// <summary>The address under which strangers reach this application; the QR code of a certificate leads there.</summary>
    public Uri PublicAddress { get; set; } = new("http://127.0.0.1:5080");
}
