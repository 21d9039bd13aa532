using Microsoft.Extensions.Options;
using Reserve.Mail;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Mail;

/// <summary>Mail that comes and goes.</summary>
public static class MailRegistration
{
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
        services.AddScoped<Postman>();
        services.AddScoped<IOutboxSender, LetterSender>();
        services.AddScoped<IOutboxSender, CaseMailSender>();
        services.AddScoped<IOutboxSender, NotificationMailSender>();
        services.AddHostedService<MailIntake>();
        return services;
    }
}
