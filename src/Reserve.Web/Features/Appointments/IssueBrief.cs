using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments;

/// <summary>
/// Prepares the brief of an approval from the base and the monitoring: the person, the career, the place in the reserve, the territory's
/// figures, and what the officer has written.
/// </summary>
/// <param name="Case">The case.</param>
/// <param name="Text">What was written at the approval; null before it.</param>
/// <param name="Draft">Whether the brief waits for its approval.</param>
/// <param name="Model">The file of the rule that asks the questions, as decisions name theirs.</param>
[Allow]
[Activity("Papers.IssueBrief", Title = "Подготовить справку")]
internal sealed record IssueBrief(AppointmentCaseId Case, BriefText? Text = null, bool Draft = false, string Model = InterviewRule.File)
    : IRequest<Result<BriefIssued, CaseRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

/// <summary>As variables of the process: the paper, what the form of the approval opens filled with, and the figures beside it.</summary>
internal sealed record BriefIssued(IssuedPaper Brief, BriefText BriefApproval, string BriefFigures);

internal sealed class IssueBriefHandler(
    ReserveDb db,
    BriefContents contents,
    RunAtWork atWork,
    ClosedTasks tasks,
    IMediator mediator,
    TimeShown time
) : IRequestHandler<IssueBrief, Result<BriefIssued, CaseRefusal>>
{
    public async Task<Result<BriefIssued, CaseRefusal>> Handle(IssueBrief request, CancellationToken cancellationToken)
    {
        if (await db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == request.Case, cancellationToken) is not { } appointment)
            return CaseRefusal.UnknownCase;
        var about = new BriefAbout(
            appointment.Territory,
            appointment.PersonName,
            appointment.CandidateId,
            appointment.Position,
            $"дело о согласовании №\u00A0{appointment.Number}"
        )
        {
            Person = appointment.PersonId,
        };
        var text = request.Text ?? new BriefText();
        var (approvedBy, approvedOn) = request is { Text: not null, Draft: false }
            ? await Approval(cancellationToken)
            : ("", (DateOnly?)null);
        var content = text.Into(await contents.Of(about, cancellationToken)) with
        {
            Draft = request.Draft,
            ApprovedBy = approvedBy,
            ApprovedOn = approvedOn,
        };
        var subject = new PaperSubject(PaperSubjectKind.AppointmentCase, appointment.Id.Value);
        var paper = new IssueBriefPaper(subject, appointment.Territory, appointment.Territory, content, request.Model);
        var (id, number, record) = (await mediator.Send(paper, cancellationToken)).Value;
        return new BriefIssued(
            new IssuedPaper(id, number),
            text with
            {
                Questions = string.Join('\n', record.Questions.Select(question => question.Text)),
                Note = null,
            },
            string.Join('\n', Figures(record.Territory).Concat(Figures(record.Own?.Picture)))
        );
    }

    /// <summary>Who has just approved the brief: who closed the last task of the run.</summary>
    private async Task<(string By, DateOnly? On)> Approval(CancellationToken cancellationToken) =>
        atWork.Now is { } run && await tasks.Last(run.Id, cancellationToken) is { } closed
            ? (closed.By, time.LocalDate(closed.At))
            : ("", null);

    private static IEnumerable<string> Figures(TerritoryPicture? picture) =>
        picture is null
            ? []
            : picture.Lines.Select(line =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{picture.Name}, {picture.Year}: {line.Name} – {Percent(line.Percent)}, среднее {Percent(line.Mean)}, "
                        + $"лучшее {Percent(line.Best)}"
                )
            );

    private static string Percent(decimal? value) => value is { } known ? RussianText.Number(known) + "\u00A0%" : "нет данных";
}
