using System.Diagnostics.CodeAnalysis;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Briefs;
using Reserve.Web.Features.Calendar;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Files;
using Reserve.Web.Features.General;
using Reserve.Web.Features.Journal;
using Reserve.Web.Features.Letters;
using Reserve.Web.Features.Mail;
using Reserve.Web.Features.Monitoring;
using Reserve.Web.Features.Notifications;
using Reserve.Web.Features.Papers;
using Reserve.Web.Features.Persons;
using Reserve.Web.Features.Processes;
using Reserve.Web.Features.Retention;
using Reserve.Web.Features.Rules;
using Reserve.Web.Features.State;
using Reserve.Web.Features.Substitutions;
using Reserve.Web.Features.Tasks;
using Reserve.Web.Features.Users;
using Reserve.Web.Logs;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;

namespace Reserve.Web;

/// <summary>The composition of the web application: what there is, in which order a request meets it.</summary>
internal static class Site
{
    /// <param name="args">Settings by command line, as <c>--urls</c>.</param>
    /// <param name="connectionString">The database, already migrated.</param>
    /// <param name="dataFolder">Where mail lies, own letters, and keys of a program before this one.</param>
    /// <param name="adjust">What a test replaces, such as the clock.</param>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "Here the site gets its clock.")]
    public static WebApplication Build(string[] args, string connectionString, string dataFolder, Action<IServiceCollection>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = args,
                ApplicationName = typeof(Site).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
                WebRootPath = WebRoot.Find(),
            }
        );
        builder.Host.UseDefaultServiceProvider(options => options.ValidateOnBuild = options.ValidateScopes = true);
        builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
        builder.AddLogs();
        var services = builder.Services;

        services.AddSingleton(TimeProvider.System);
        services.AddData(connectionString);
        // Before AddAccess, which would read the ring at the start before the files of a former one are taken over.
        services.AddKeyRing(builder.Configuration, dataFolder);
        services.AddAccess();
        services.AddPageDenials();
        services.AddSignedOutAnswer();
        services.AddAudit();
        services.AddCommands();
        services.AddRuntime();
        services.AddAntiforgery(options => options.Cookie.Name = "reserve-form");
        services.AddSharedPages();
        services.AddUsers();
        services.AddPersons();
        services.AddMonitoring();
        services.AddTasks();
        services.AddGeneral();
        services.AddLetters(Path.Combine(dataFolder, "letters"));
        services.AddNotifications();
        services.AddFiles();
        services.AddPapers(Path.Combine(dataFolder, "preview"));
        services.AddProcesses();
        services.AddRules();
        services.AddCommission();
        services.AddSubstitutions();
        services.AddAppointments();
        services.AddBriefs();
        services.AddJournal(builder.Configuration, dataFolder);
        services.AddCandidates();
        services.AddCalendar();
        services.AddRetention();
        services.AddMail(Path.Combine(dataFolder, "mail"));
        builder.AddState(dataFolder);
        adjust?.Invoke(services);

        var app = builder.Build();
        app.UseMeasurements();
        ProxySettings.Use(app);
        app.UseHostCookies();
        app.UseSharedPages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseCaller();
        app.UsePersonal();
        app.UseAuthorization();
        app.UseSecondFactorRequired();
        app.UseRateLimiter();
        app.UseRequestLimits();
        app.UseAntiforgeryEverywhere();
        app.MapRazorPages();
        app.MapDrawings();
        app.MapHome();
        app.MapSession();
        app.MapHealth();
        return app;
    }
}
