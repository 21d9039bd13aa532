using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Reserve.Web.Access;

/// <summary>
/// Configuration <c>Limits</c>: how many requests a minute. Signing in and confirmations count by source address, searches by person.
/// </summary>
internal sealed class RateLimits
{
    public const string SignIn = "sign-in";
    public const string Confirmation = "confirmation";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>A whole office may sit behind one address.</summary>
    public int SignInPerMinute { get; set; } = 60;

    public int ConfirmationsPerMinute { get; set; } = 100;

    public int SearchesPerMinute { get; set; } = 120;

    public static void Add(IServiceCollection services)
    {
        services
            .AddOptions<RateLimits>()
            .BindConfiguration("Limits")
            .Validate(
                limits => limits is { SignInPerMinute: > 0, ConfirmationsPerMinute: > 0, SearchesPerMinute: > 0 },
                "Limits: больше нуля."
            )
            .ValidateOnStart();
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
                rejected.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(
                    CultureInfo.InvariantCulture
                );
                return ValueTask.CompletedTask;
            };
            limiter.AddPolicy(SignIn, context => BySource(context, HttpMethods.IsPost(context.Request.Method), its => its.SignInPerMinute));
            limiter.AddPolicy(Confirmation, context => BySource(context, AsksForOne(context), its => its.ConfirmationsPerMinute));
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                !string.IsNullOrWhiteSpace(context.Request.Query["q"])
                && context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } person
                    ? Limited("q/" + person, Of(context).SearchesPerMinute)
                    : RateLimitPartition.GetNoLimiter("")
            );
        });
    }

    private static RateLimitPartition<string> BySource(HttpContext context, bool counts, Func<RateLimits, int> most) =>
        counts ? Limited(SourceAddress.Counted(context), most(Of(context))) : RateLimitPartition.GetNoLimiter("");

    private static RateLimitPartition<string> Limited(string key, int most) =>
        RateLimitPartition.GetFixedWindowLimiter(
            key,
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = most,
                Window = Window,
                QueueLimit = 0,
            }
        );

    /// <summary>The bare form costs nothing.</summary>
    private static bool AsksForOne(HttpContext context) =>
        context.Request.RouteValues["number"] is not null || context.Request.Query.ContainsKey("number");

    private static RateLimits Of(HttpContext context) => context.RequestServices.GetRequiredService<IOptions<RateLimits>>().Value;
}
