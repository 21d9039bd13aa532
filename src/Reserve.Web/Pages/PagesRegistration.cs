using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.WebEncoders;

namespace Reserve.Web.Pages;

/// <summary>Razor pages anywhere in the project (each names its own address), texts, layout, static files, error pages.</summary>
internal static class PagesRegistration
{
    private static readonly CultureInfo[] Languages = [CultureInfo.GetCultureInfo("ru-RU"), CultureInfo.GetCultureInfo("en-GB")];

    public static IServiceCollection AddSharedPages(this IServiceCollection services)
    {
        services.AddSingleton<Bundle>();
        services.AddSingleton<Words>();
        services.AddSingleton<IStringLocalizer>(provider => provider.GetRequiredService<Words>());
        services.AddSingleton<IStringLocalizerFactory>(provider => provider.GetRequiredService<Words>());
        services.AddOptions<ShownTime>().BindConfiguration("Time");
        services.AddSingleton<TimeShown>();
        services.AddScoped<LinkRights>();
        services.AddProblemDetails();
        // Told over https only, and never for this machine's own names.
        services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));
        services.AddResponseCompression(options =>
        {
            // Only files of the bundle: compressing pages that hold both a secret and the user's text invites BREACH.
            options.EnableForHttps = true;
            options.MimeTypes = ["text/css", "text/javascript", "image/svg+xml"];
        });
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = System.IO.Compression.CompressionLevel.Optimal);
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.DefaultRequestCulture = new RequestCulture(Languages[0]);
            options.SupportedCultures = Languages;
            options.SupportedUICultures = Languages;
            // Russian unless the user chose otherwise: the browser's own language decides nothing.
            options.RequestCultureProviders = [new CookieRequestCultureProvider()];
        });
        services
            .AddRazorPages(options => options.RootDirectory = "/")
            .AddMvcOptions(options =>
            {
                options.Filters.Add<ReadsFilter>();
                options.Filters.Add<UnknownPostFilter>();
                options.ModelBinderProviders.Insert(0, new TickBinder());
            })
            .AddRazorOptions(options => options.PageViewLocationFormats.Add("/Pages/Shared/{0}.cshtml"))
            .AddDataAnnotationsLocalization();
        return services;
    }

    /// <summary>The first part of the pipeline: before routing, sign-in and the pages.</summary>
    public static IApplicationBuilder UseSharedPages(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseNoNulls();
        app.UseRequestLocalization();
        app.UseExceptionHandler("/error/500");
        // After the answer to faults, which drops the headers from before it and comes back here.
        app.UseHsts();
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseResponseCompression();
        app.UseStaticFiles(
            new StaticFileOptions
            {
                OnPrepareResponse = context =>
                {
                    // Names in the bundle carry a hash of the content.
                    if (context.Context.Request.Path.StartsWithSegments("/dist/assets"))
                    {
                        context.Context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                    }
                },
            }
        );
        return app;
    }
}
