using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments;

public readonly record struct RegisteredSenderId(Guid Value) : ITypedId<RegisteredSenderId>
{
    public static RegisteredSenderId From(Guid value) => new(value);
}

/// <summary>An address from which an authority of this territory may ask by mail, and to which replies with personal data may go.</summary>
public sealed class RegisteredSender : ITerritorial
{
    public RegisteredSenderId Id { get; init; }

    public string Territory { get; init; } = "";

    /// <summary>In lower case.</summary>
    public string Address { get; init; } = "";

    public string? Authority { get; init; }
}

internal sealed class RegisteredSenderMapping : IEntityTypeConfiguration<RegisteredSender>
{
    public void Configure(EntityTypeBuilder<RegisteredSender> builder)
    {
        builder.ToTable(
            "registered_senders",
            table => table.HasCheckConstraint("ck_registered_senders_address", "address = lower(address) and address like '%_@_%'")
        );
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Address).HasMaxLength(320);
        builder.Property(row => row.Authority).HasMaxLength(300);
        builder.HasIndex(row => new { row.Address, row.Territory }).IsUnique();
    }
}

[Allow(Roles.Administrator)]
public sealed record AddSender(string Territory, string Address, string? Authority)
    : IRequest<Result<RegisteredSenderId, SenderRefusal>>,
        ITerritorial;

[Allow(Roles.Administrator)]
public sealed record RemoveSender(RegisteredSenderId Sender) : IRequest<Result<Done, SenderRefusal>>;

public enum SenderRefusal
{
    [Says("Этот адрес уже записан за этой территорией.")]
    AlreadyRegistered,

    [Says("Адрес не найден.")]
    NotFound,

    [Says("Эта территория не ваша.")]
    OutsideTerritory,
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
            .MustAsync(async (territory, cancellationToken) => await db.Set<Territory>().AnyAsync(row => row.Path == territory, cancellationToken))
            .WithMessage("Выберите территорию.");
    }
}

internal sealed class SenderHandler(ReserveDb db, Caller caller)
    : IRequestHandler<AddSender, Result<RegisteredSenderId, SenderRefusal>>,
        IRequestHandler<RemoveSender, Result<Done, SenderRefusal>>
{
    public async Task<Result<RegisteredSenderId, SenderRefusal>> Handle(AddSender request, CancellationToken cancellationToken)
    {
        if (!Territory.Covers(caller.Territory, request.Territory))
            return SenderRefusal.OutsideTerritory;
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

    public async Task<Result<Done, SenderRefusal>> Handle(RemoveSender request, CancellationToken cancellationToken)
    {
        if (await db.Set<RegisteredSender>().SingleOrDefaultAsync(row => row.Id == request.Sender, cancellationToken) is not { } sender)
            return SenderRefusal.NotFound;
        db.Remove(sender);
        return new Done();
    }
}
