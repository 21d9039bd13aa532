using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Files;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>Takes the files of a case as they came, all together: a command, because who took them must be told.</summary>
[Allow(Roles.HrOfficer, Roles.CommissionMember, Roles.CommissionSecretary, Roles.CommissionChair, Roles.Administrator, Roles.Auditor)]
[Says("Получить файлы дела архивом")]
internal sealed record TakePackFiles(AppointmentCaseId Case) : IRequest<Result<PackFiles, PackRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

/// <summary>What goes into the archive; the bytes are read one after another when it is written.</summary>
internal sealed record PackFiles(string Number, IReadOnlyList<PackPart> Parts);

internal sealed class TakePackFilesHandler(CaseSteps steps, DocumentRights rights, PackContents contents, FileCheck check)
    : IRequestHandler<TakePackFiles, Result<PackFiles, PackRefusal>>
{
    public async Task<Result<PackFiles, PackRefusal>> Handle(TakePackFiles request, CancellationToken cancellationToken)
    {
        if (
            await steps.Find(request.Case, cancellationToken) is not { } appointment
            || !await rights.MayReadPack(request.Case, cancellationToken)
        )
            return PackRefusal.UnknownCase;
        var parts = await contents.Of(appointment, cancellationToken);
        return parts.Count == 0 ? PackRefusal.Empty
            : parts.Sum(part => part.Size) > check.Settings.PackMegabytes * 1024L * 1024 ? PackRefusal.TooLarge
            : new PackFiles(appointment.Number, parts);
    }
}
