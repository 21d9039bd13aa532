using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments;

[Allow(Roles.Administrator)]
[Says("Зарегистрировать отправителя")]
internal sealed record AddSender(string Territory, string Address, string? Authority)
    : IRequest<Result<RegisteredSenderId, SenderRefusal>>,
        ITerritorial,
        IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal sealed class AddSenderValidator : AbstractValidator<AddSender>
{
    public AddSenderValidator(ReserveDb db)
    {
        RuleFor(command => command.Address)
            .NotEmpty()
            .WithMessage("Укажите адрес.")
            .EmailAddress()
            .WithMessage("Адрес записан неверно.")
            .MaximumLength(320)
            .WithMessage("Адрес длиннее 320 знаков.");
        RuleFor(command => command.Authority).MaximumLength(300).WithMessage("Название длиннее 300 знаков.");
        RuleFor(command => command.Territory)
            .MustAsync(
                async (territory, cancellationToken) => await db.Set<Territory>().AnyAsync(row => row.Path == territory, cancellationToken)
            )
            .WithMessage("Выберите территорию.");
    }
}

internal sealed class AddSenderHandler(ReserveDb db, Caller caller) : IRequestHandler<AddSender, Result<RegisteredSenderId, SenderRefusal>>
{
    public async Task<Result<RegisteredSenderId, SenderRefusal>> Handle(AddSender request, CancellationToken cancellationToken)
    {
        var address = request.Address.Trim().ToLowerInvariant();
        if (
            await db.Set<RegisteredSender>()
                .AnyAsync(row => row.Address == address && row.Territory == request.Territory, cancellationToken)
        )
            return SenderRefusal.AlreadyRegistered;
        var sender = new RegisteredSender
        {
            Id = Ids.New<RegisteredSenderId>(caller.Stamp().At),
            Territory = request.Territory,
            Address = address,
            Authority = request.Authority?.Trim(),
        };
        db.Add(sender);
        return sender.Id;
    }
}
