using MediatR;
using Reserve.Mail;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Features.Mail;

/// <summary>Gives a letter that was set aside back to the inbox, to be received anew.</summary>
/// <param name="Key">The name of its file.</param>
[Allow(Roles.Administrator, Roles.HrOfficer), Says("Отложенное письмо принято ещё раз")]
internal sealed record ReturnLetter(string Key) : IRequest<Result<Done, AsideRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Asked("AsideLetters: those of the senders registered in the caller's territory");
}

internal enum AsideRefusal
{
    [Says("Такого письма среди отложенных нет: возможно, его уже вернули.")]
    NotFound,
}

internal sealed class ReturnLetterHandler(AsideLetters letters, IMailbox mailbox)
    : IRequestHandler<ReturnLetter, Result<Done, AsideRefusal>>
{
    public async Task<Result<Done, AsideRefusal>> Handle(ReturnLetter request, CancellationToken cancellationToken) =>
        await letters.Find(request.Key, cancellationToken) is { } letter && await mailbox.ReturnAsync(letter.Key, cancellationToken)
            ? new Done()
            : AsideRefusal.NotFound;
}
