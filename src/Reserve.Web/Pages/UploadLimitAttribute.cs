using Microsoft.AspNetCore.Http.Metadata;

namespace Reserve.Web.Pages;

/// <summary>
/// How much a request to the page may carry. <see cref="RequestLimits"/> applies it before the form is read: MVC's own attributes come
/// too late for that here, since the antiforgery token is looked for first.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class UploadLimitAttribute(long bytes) : Attribute, IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => bytes;
}
