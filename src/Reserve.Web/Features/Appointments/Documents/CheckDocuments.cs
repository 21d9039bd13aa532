using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>Ends the check of the set: what is complete and what goes back follows from the verdict on each document.</summary>
[CompletesTask(
    "Appointments.CheckDocuments",
    Gives = ["documents"],
    Otherwise = "комплектность не проверить по документам",
    InsteadOfForm = true
)]
[Allow(Roles.HrOfficer)]
[Says("Завершить проверку комплекта")]
internal sealed record CheckDocuments(AppointmentCaseId Case, string? Note) : IRequest<Result<Done, CheckDocumentsRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

/// <summary>Why the check was not ended: a closed set.</summary>
internal abstract record CheckDocumentsRefusal : IRefusal
{
    private CheckDocumentsRefusal() { }

    public abstract string Text { get; }

    public sealed record UnknownCase : CheckDocumentsRefusal
    {
        public override string Text => "Дело не найдено.";
    }

    [Says("Рассмотрены не все документы.")]
    public sealed record NotJudged(IReadOnlyList<string> Names) : CheckDocumentsRefusal
    {
        public override string Text => $"Рассмотрите каждый документ. Ещё не рассмотрены: {string.Join("; ", Names)}.";
    }

    /// <summary>The task is gone or somebody else's.</summary>
    [Says("Процесс этого сейчас не ждёт.")]
    public sealed record NotAwaited(string Why) : CheckDocumentsRefusal
    {
        public override string Text => Why;
    }
}

internal sealed class CheckDocumentsValidator : AbstractValidator<CheckDocuments>
{
    public CheckDocumentsValidator() => RuleFor(command => command.Note).MaximumLength(4000).WithMessage("Текст длиннее 4000 знаков.");
}

internal sealed class CheckDocumentsHandler(
    CaseSteps steps,
    CaseDocuments documents,
    DocumentKinds kinds,
    ProcessRuntime processes,
    Caller caller
) : IRequestHandler<CheckDocuments, Result<Done, CheckDocumentsRefusal>>
{
    public async Task<Result<Done, CheckDocumentsRefusal>> Handle(CheckDocuments request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Case, cancellationToken) is not { } appointment)
            return new CheckDocumentsRefusal.UnknownCase();
        var set = SetOfDocuments.Of(await kinds.Of(appointment, cancellationToken), await documents.Of(request.Case, cancellationToken));
        if (set.Unjudged is { Count: > 0 } left)
            return new CheckDocumentsRefusal.NotJudged([.. left.Select(document => $"«{document.Name}»")]);
        var completed = await processes.CompleteTask<CheckDocuments>(
            appointment.Subject,
            set.Answers(request.Note?.Trim()),
            caller.UserId,
            cancellationToken
        );
        return completed.IsOk ? new Done() : new CheckDocumentsRefusal.NotAwaited(completed.Reason!);
    }
}
