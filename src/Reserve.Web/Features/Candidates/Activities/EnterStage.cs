using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

/// <summary>Why an activity of the cycle cannot be done.</summary>
internal enum CycleRefusal
{
    [Says("Такого кандидата нет.")]
    UnknownCandidate,

    [Says("Кандидат уже зачислен или запись закрыта.")]
    AlreadyEnrolled,

    [Says("Срок уже продлевали.")]
    AlreadyRenewed,

    [Says("Не хватает членов комиссии без конфликта интересов.")]
    NotEnoughExaminers,

    [Says("В этой должности уже есть руководитель, вступивший в неё в тот же день или позже: исправьте базу руководителей.")]
    PostTaken,
}

[Allow, Activity("Candidates.EnterStage", Title = "Отметить этап кандидата")]
internal sealed record EnterStage(CandidateId Candidate, CycleStage Stage) : IRequest<Result<Done, CycleRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

internal sealed class EnterStageHandler(ReserveDb db, Caller caller) : IRequestHandler<EnterStage, Result<Done, CycleRefusal>>
{
    public async Task<Result<Done, CycleRefusal>> Handle(EnterStage request, CancellationToken cancellationToken)
    {
        if (await CurrentEntry.Find(db, request.Candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        var stamp = caller.Stamp();
        entry.EnterStage(request.Stage, stamp);
        db.Add(CandidateRecord.Of(entry, RecordKind.StageEntered, CandidateWords.Of(request.Stage), new { request.Stage }, stamp));
        return new Done();
    }
}
