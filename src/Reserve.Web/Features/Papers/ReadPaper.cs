using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Features.Papers;

/// <summary>Opens a paper: a command, because who read whose paper must be told.</summary>
[Allow(
    Roles.HrOfficer,
    Roles.CommissionMember,
    Roles.CommissionSecretary,
    Roles.CommissionChair,
    Roles.RegionalAuthority,
    Roles.MunicipalAuthority,
    Roles.Administrator,
    Roles.Auditor
)]
[Says("Получение документа")]
internal sealed record ReadPaper(PaperId Paper) : IRequest<Result<PaperFile, ReadPaperRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("papers", Paper, nameof(Paper));
}

internal enum ReadPaperRefusal
{
    [Says("Такой бумаги нет.")]
    NotFound,
}

internal sealed class ReadPaperHandler(PaperArchive archive, IEnumerable<IPaperBar> bars, Caller caller)
    : IRequestHandler<ReadPaper, Result<PaperFile, ReadPaperRefusal>>
{
    public async Task<Result<PaperFile, ReadPaperRefusal>> Handle(ReadPaper request, CancellationToken cancellationToken)
    {
        if (caller.UserId is { } reader && await archive.SubjectOf(request.Paper, cancellationToken) is { } subject)
        {
            foreach (var bar in bars)
            {
                if (await bar.Bars(subject, reader, cancellationToken))
                    return ReadPaperRefusal.NotFound;
            }
        }

        return await archive.File(request.Paper, cancellationToken) is { } file ? file : ReadPaperRefusal.NotFound;
    }
}
