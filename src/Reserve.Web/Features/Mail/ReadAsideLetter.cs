using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Features.Mail;

/// <summary>Opens a letter that was set aside: a command, because who read it must be told.</summary>
/// <param name="Key">The name of its file.</param>
[Allow(Roles.Administrator, Roles.HrOfficer), Says("Отложенное письмо прочитано")]
internal sealed record ReadAsideLetter(string Key) : IRequest<Result<byte[], AsideRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Asked("AsideLetters: those of the senders registered in the caller's territory");
}

internal sealed class ReadAsideLetterHandler(AsideLetters letters) : IRequestHandler<ReadAsideLetter, Result<byte[], AsideRefusal>>
{
    public async Task<Result<byte[], AsideRefusal>> Handle(ReadAsideLetter request, CancellationToken cancellationToken) =>
        await letters.Find(request.Key, cancellationToken) is { } letter && await letters.Bytes(letter, cancellationToken) is { } bytes
            ? bytes
            : AsideRefusal.NotFound;
}
