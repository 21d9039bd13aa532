using Microsoft.Extensions.Options;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Conflicts;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Appointments.Opinions;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Ballots;
using Reserve.Web.Features.Appointments.Sittings.Invitations;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Letters;
using Reserve.Web.Features.Papers;
using Reserve.Web.Features.Persons;
using Reserve.Web.Features.Tasks;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments;

internal static class AppointmentsRegistration
{
    /// <summary>Who may open the pages of the approval.</summary>
    public const string Policy = "Appointments";

    /// <summary>Who may register a request in the cabinet.</summary>
    public const string Submit = "Appointments.Submit";

    /// <summary>Who has requests of the own authority.</summary>
    public const string Mine = "Appointments.Mine";

    /// <summary>Who keeps the senders.</summary>
    public const string Senders = "Appointments.Senders";

    /// <summary>Who reads by which criteria opinions are marked, and who changes them.</summary>
    public const string Criteria = "Appointments.Criteria";

    internal static readonly string[] Readers =
    [
        Roles.HrOfficer,
        Roles.CommissionMember,
        Roles.CommissionSecretary,
        Roles.CommissionChair,
        Roles.RegionalAuthority,
        Roles.MunicipalAuthority,
        Roles.Administrator,
        Roles.Auditor,
    ];

    public static IServiceCollection AddAppointments(this IServiceCollection services)
    {
        services.AddOptions<AppointmentsOptions>().BindConfiguration("Appointments");
        services.AddScoped<CaseRegistration>().AddScoped<CaseStory>();
        services.AddScoped<PersonSearch>().AddScoped<HeldPostsReader>().AddScoped<BriefContents>();
        services
            .AddSingleton<SittingDays>()
            .AddScoped<SittingSteps>()
            .AddScoped<SittingCases>()
            .AddScoped<MatterFinder>()
            .AddScoped<Recusals>()
            .AddScoped<CastBallots>()
            .AddScoped<VoteBook>()
            .AddScoped<ReadyMatters>()
            .AddScoped<QuestionSteps>()
            .AddScoped<ConflictProposals>()
            .AddScoped<CommissionChoice>()
            .AddScoped<SittingProtocol>()
            .AddScoped<SittingView>();
        services.AddSingleton<BallotKeys>().AddScoped<BallotBoxes>().AddSingleton<BallotWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<BallotWorker>());
        services
            .AddSingleton(Invitations.Known)
            .AddScoped<Invitations>()
            .AddScoped<IKnownLetter>(provider => provider.GetRequiredService<Invitations>());
        services.AddScoped<ISubjectNaming, SittingNaming>().AddScoped<ISubjectRows, SittingRows>();
        services
            .AddScoped<ISubjectNaming, QuestionNaming>()
            .AddScoped<ISubjectRows, QuestionRows>()
            .AddScoped<IEntryEnds, WithdrawQuestions>()
            .AddScoped<ICandidateQuestions, CandidateQuestions>();
        services
            .AddScoped<DocumentKinds>()
            .AddScoped<DocumentRights>()
            .AddScoped<DocumentDesk>()
            .AddScoped<CaseDocuments>()
            .AddScoped<PackContents>()
            .AddSingleton<PackWorker>()
            .AddHostedService(provider => provider.GetRequiredService<PackWorker>())
            .AddSingleton<ScanWorker>()
            .AddHostedService(provider => provider.GetRequiredService<ScanWorker>());
        services
            .AddSingleton(CaseLetters.Known)
            .AddScoped<CaseLetters>()
            .AddScoped<IKnownLetter>(provider => provider.GetRequiredService<CaseLetters>())
            .AddScoped<CaseSteps>()
            .AddScoped<ExpertChoice>()
            .AddScoped<OpinionSteps>()
            .AddScoped<CriteriaBook>()
            .AddScoped<OpinionWriter>()
            .AddScoped<OpinionSheets>()
            .AddScoped<OpinionRights>();
        services.AddScoped(provider => new DecisionRule(
            provider.GetRequiredService<ReserveDb>(),
            provider.GetRequiredService<IOptions<AppointmentsOptions>>(),
            provider.GetRequiredService<ProcessClock>()
        ));
        services.AddScoped<IAnswerCheck, DecisionCheck>().AddSingleton<ITaskAside, DecisionAside>();
        services.AddScoped<IPaperBar, ConflictBar>();
        services.AddScoped<ISubjectNaming, CaseNaming>().AddScoped<ISubjectRows, CaseRows>();
        services.AddScoped<IPersonParts, CaseParts>();
        return services
            .AddPolicy(Policy, Readers)
            .AddPolicy(Submit, Roles.RegionalAuthority, Roles.MunicipalAuthority, Roles.HrOfficer, Roles.CommissionSecretary)
            .AddPolicy(Mine, Roles.RegionalAuthority, Roles.MunicipalAuthority)
            .AddPolicy(Criteria, Roles.Administrator, Roles.CommissionSecretary, Roles.CommissionChair, Roles.Auditor)
            .AddPolicy(Senders, Roles.Administrator);
    }
}
