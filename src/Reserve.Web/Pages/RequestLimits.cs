using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Reserve.Web.Pages;

/// <summary>
/// Refuses a form that is larger than its page takes. A browser shows an answer only when what it sends was read to the end, so the
/// rest is read and dropped; the fields that came with the files are kept for the page that says so.
/// </summary>
internal static class RequestLimits
{
    /// <summary>For a page that names no limit of its own.</summary>
    public const long Usual = 10 * 1024 * 1024;

    /// <summary>More than this is not even read to its end; the browser may then show a broken connection.</summary>
    public const long MostDropped = 512L * 1024 * 1024;

    private const int MostKeptOfField = 256 * 1024;
    private const int MostKeptFields = 500;

    /// <summary>After the user is known, before anybody reads the form.</summary>
    public static IApplicationBuilder UseRequestLimits(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (
                    !HttpMethods.IsPost(context.Request.Method)
                    || context.GetEndpoint() is not { } endpoint
                    || context.Features.Get<IFormFeature>()?.Form is not null
                )
                    return next(context);
                var limit = endpoint.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? Usual;
                return context.Request.ContentLength > limit ? Refuse(context) : Within(context, limit, next);
            }
        );

    private static Task Within(HttpContext context, long limit, RequestDelegate next)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = limit;
        context.Features.Set<IFormFeature>(
            new FormWithoutNulls(
                new FormFeature(
                    context.Request,
                    new FormOptions
                    {
                        MultipartBodyLengthLimit = limit,
                        ValueLengthLimit = (int)Math.Min(limit, int.MaxValue),
                        BufferBodyLengthLimit = limit,
                    }
                )
            )
        );
        return next(context);
    }

    private static async Task Refuse(HttpContext context)
    {
        if (context.Request.ContentLength <= MostDropped)
        {
            context.Features.Set<IFormFeature>(new FormFeature(await FieldsOf(context)));
        }
        else
        {
            context.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
            context.Response.Headers.Connection = "close";
        }

        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
    }

    /// <summary>The fields of a form that nobody will work on; its files are read and dropped.</summary>
    public static async Task<FormCollection> FieldsOf(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = MostDropped;
        return await Kept(context.Request, context.RequestAborted);
    }

    /// <summary>The text fields, and of the files their names; every byte of the body has been read then.</summary>
    private static async Task<FormCollection> Kept(HttpRequest request, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        var files = new FormFileCollection();
        try
        {
            if (
                MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
                && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
                && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 200 } boundary
            )
            {
                var reader = new MultipartReader(boundary, request.Body);
                while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
                    await Keep(section, fields, files, cancellationToken);
            }
            else if (type?.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
            {
                await UrlEncodedFields.Read(request.Body, fields, MostKeptFields, MostKeptOfField, cancellationToken);
            }
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException && !cancellationToken.IsCancellationRequested)
        {
            // A body that breaks its own form: what came before is kept.
        }

        await request.Body.CopyToAsync(Stream.Null, cancellationToken);
        return new FormCollection(fields, files);
    }

    private static async Task Keep(
        MultipartSection section,
        Dictionary<string, StringValues> fields,
        FormFileCollection files,
        CancellationToken cancellationToken
    )
    {
        var disposition = section.GetContentDispositionHeader();
        var name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value;
        if (disposition is null || string.IsNullOrEmpty(name) || fields.Count + files.Count >= MostKeptFields)
        {
            await section.Body.CopyToAsync(Stream.Null, cancellationToken);
        }
        else if (disposition.IsFileDisposition())
        {
            await section.Body.CopyToAsync(Stream.Null, cancellationToken);
            var fileName = HeaderUtilities.RemoveQuotes(
                disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName
            );
            files.Add(new FormFile(Stream.Null, 0, 0, name, fileName.Value ?? ""));
        }
        else
        {
            var kept = new byte[MostKeptOfField];
            var length = await section.Body.ReadAtLeastAsync(kept, kept.Length, throwOnEndOfStream: false, cancellationToken);
            await section.Body.CopyToAsync(Stream.Null, cancellationToken);
            var text = Encoding.UTF8.GetString(kept, 0, length);
            fields[name] = StringValues.Concat(fields.GetValueOrDefault(name), text);
        }
    }
}
