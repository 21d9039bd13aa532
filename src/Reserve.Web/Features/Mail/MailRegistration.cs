using Microsoft.Extensions.Options;
using Reserve.Mail;
using Reserve.Web.Access;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Mail;

/// <summary>Mail that comes and goes.</summary>
internal static class MailRegistration
{
    /// <summary>Who looks after letters that could not come in or leave.</summary>
    public const string Policy = "Letters";

    /// <param name="services">The services to add to.</param>
    /// <param name="folder">The folder of the maildir transport.</param>
    public static IServiceCollection AddMail(this IServiceCollection services, string folder)
    {
        services
            .AddOptions<MailOptions>()
            .BindConfiguration("Mail")
            .Validate(options => options.Transport == "maildir", "Mail:Transport: известен только maildir.")
            .Validate(options => options.From.IndexOf('@', StringComparison.Ordinal) > 0, "Mail:From: нужен почтовый адрес.")
            .ValidateOnStart();
        var folders = new MailFolders(folder);
        services.AddSingleton<IMailbox>(folders);
        services.AddSingleton<IMailSender>(folders);
        services.AddScoped<Postman>().AddScoped<RegisteredAddresses>();
        services.AddScoped<IOutboxSender, LetterSender>();
        services.AddScoped<IOutboxSender, CaseMailSender>();
        services.AddScoped<IOutboxSender, NotificationMailSender>();
        services.AddScoped<IOutboxSender, InvitationSender>();
        services.AddScoped<AsideLetters>();
        services.AddScoped<OutgoingLetters>();
        services.AddHostedService<MailIntake>();
        return services.AddPolicy(Policy, Roles.Administrator, Roles.HrOfficer);
    }
}
