using Npgsql;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.State;

/// <summary>
/// Metrics at <c>/metrics</c> for Prometheus, for whom <see cref="MetricsDoor"/> opens; traces by OTLP when an endpoint is named
/// (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> or <c>Otlp:Endpoint</c>, with <c>Otlp:Protocol</c> <c>http</c> or <c>grpc</c>).
/// </summary>
internal static class Measurements
{
    private const string Path = "/metrics";

    public static void AddMeasurements(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var settings = builder.Configuration;
        services.AddSingleton<Gauges>();
        services.AddSingleton(new MetricsDoor(settings));
        var telemetry = services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("reserve", serviceVersion: ProgramVersion.Text))
            .WithMetrics(metrics =>
                metrics
                    .AddAspNetCoreInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddMeter("Npgsql", Telemetry.Name, Gauges.Name)
                    .AddPrometheusExporter(options => options.ScrapeResponseCacheDurationMilliseconds = 0)
            );
        if ((settings["Otlp:Endpoint"] ?? settings["OTEL_EXPORTER_OTLP_ENDPOINT"]) is not { Length: > 0 } endpoint)
            return;
        var over = Protocol(settings["Otlp:Protocol"] ?? settings["OTEL_EXPORTER_OTLP_PROTOCOL"] ?? "http/protobuf");
        var target = Target(endpoint, over);
        telemetry.WithTracing(traces =>
            traces
                .AddSource(Telemetry.Name)
                .AddNpgsql()
                .AddAspNetCoreInstrumentation(options =>
                {
                    options.Filter = context => !context.Request.Path.StartsWithSegments("/health") && context.Request.Path != Path;
                    // The route says what was asked for; the address may hold what a person typed.
                    options.EnrichWithHttpResponse = (span, _) => WithoutAddress(span);
                })
                .AddOtlpExporter(options =>
                {
                    options.Protocol = over;
                    options.Endpoint = target;
                })
        );
    }

    /// <summary>Before anything else: the metrics have no page, no session and no other address.</summary>
    public static void UseMeasurements(this WebApplication app)
    {
        var door = app.Services.GetRequiredService<MetricsDoor>();
        if (door.Address is { } address)
            ListenAlsoOn(app, address);
        app.UseOpenTelemetryPrometheusScrapingEndpoint(
            meterProvider: null,
            predicate: context => context.Request.Path == Path && door.Opens(context),
            path: null,
            configureBranchedPipeline: branch => branch.Use(ReadGauges),
            optionsName: null
        );
        app.Use((context, next) => context.Request.Path == Path || door.IsOwnAddress(context) ? NotHere(context) : next(context));
    }

    private static async Task ReadGauges(HttpContext context, RequestDelegate next)
    {
        var gauges = context.RequestServices.GetRequiredService<Gauges>();
        try
        {
            await gauges.Read(context.RequestAborted);
        }
        catch (NpgsqlException)
        {
            // The other numbers are wanted all the more; /health/ready says what is the matter.
            gauges.Forget();
        }

        await next(context);
    }

    private static Task NotHere(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>An address added by hand replaces those of the settings, so they are added beside it.</summary>
    private static void ListenAlsoOn(WebApplication app, string address)
    {
        foreach (var usual in (app.Configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
            app.Urls.Add(usual);
        app.Urls.Add(address);
    }

    private static void WithoutAddress(System.Diagnostics.Activity span)
    {
        foreach (var name in (string[])["url.path", "url.query", "user_agent.original", "client.address"])
            span.SetTag(name, null);
    }

    private static OtlpExportProtocol Protocol(string named) =>
        named switch
        {
            "http" or "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
            "grpc" => OtlpExportProtocol.Grpc,
            _ => throw new ArgumentException($"Otlp:Protocol: http or grpc, not {named}."),
        };

    /// <summary>By HTTP the endpoint is a base address, to which the path of the signal is added.</summary>
    private static Uri Target(string endpoint, OtlpExportProtocol over)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new ArgumentException($"Otlp:Endpoint: an address such as http://collector:4318, not {endpoint}.");
        return over == OtlpExportProtocol.Grpc || uri.AbsolutePath.EndsWith("/v1/traces", StringComparison.Ordinal)
            ? uri
            : new Uri(endpoint.TrimEnd('/') + "/v1/traces");
    }
}
