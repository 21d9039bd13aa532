using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Letters;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Mail;

/// <summary>Sends a letter of a process, as it is being written, to whoever writes it.</summary>
/// <param name="Process">The key of the process.</param>
/// <param name="ForTerritory">The territory whose own version it is; null for all.</param>
/// <param name="Letter">The name of the letter.</param>
/// <param name="Text">What its file says, saved or not.</param>
/// <param name="About">What it is filled with; null for the example.</param>
[Allow(Roles.Administrator), Says("Пробное письмо себе")]
internal sealed record SendTestLetter(string Process, string? ForTerritory, string Letter, string Text, Guid? About)
    : IRequest<Result<string, TestLetterRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal enum TestLetterRefusal
{
    [Says("В вашей карточке пользователя нет адреса.")]
    NoAddress,

    [Says("В письме есть ошибки, поэтому оно не отправлено.")]
    BadLetter,
}

internal sealed class SendTestLetterHandler(ReserveDb db, LetterDesk desk, Outbox outbox, Caller caller)
    : IRequestHandler<SendTestLetter, Result<string, TestLetterRefusal>>
{
    /// <summary>So that nobody takes it for a real one.</summary>
    private const string Mark = "[проверка] ";

    public async Task<Result<string, TestLetterRefusal>> Handle(SendTestLetter request, CancellationToken cancellationToken)
    {
        var address = await db.Set<User>()
            .Where(user => user.Id == caller.UserId)
            .Select(user => user.Email)
            .SingleOrDefaultAsync(cancellationToken);
        if (string.IsNullOrEmpty(address))
            return TestLetterRefusal.NoAddress;
        var view = await desk.Look(request.Process, request.Letter, request.Text, request.About, cancellationToken);
        if (view is not { Letter: { } letter, Problems.Count: 0 })
            return TestLetterRefusal.BadLetter;
        var at = caller.Stamp().At;
        var test = Letter.Of(address, letter with { Subject = Mark + letter.Subject });
        await outbox.Add(Letter.Kind, $"test-letter/{Guid.CreateVersion7(at)}", test, at, cancellationToken);
        return address;
    }
}
