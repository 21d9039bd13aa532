using System.Linq.Expressions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Declension;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Candidates;

/// <summary>The five oblique forms of one name, as a person wrote them.</summary>
internal sealed record NameLine(string Genitive, string Dative, string Accusative, string Instrumental, string Prepositional);

/// <summary>Says how a candidate's names decline; what the rules say as surely needs no memory and is not kept.</summary>
[Allow(Roles.HrOfficer), Says("Решить, как склоняется имя")]
internal sealed record DecideNameForms(CandidateId Candidate, NameLine LastName, NameLine FirstName, NameLine? MiddleName)
    : IRequest<Result<Done, DecideNameFormsRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

internal enum DecideNameFormsRefusal
{
    [Says("Такого кандидата нет.")]
    UnknownCandidate,
}

internal sealed class DecideNameFormsValidator : AbstractValidator<DecideNameForms>
{
    public DecideNameFormsValidator()
    {
        Each(command => command.LastName);
        Each(command => command.FirstName);
        Each(command => command.MiddleName);
    }

    private void Each(Expression<Func<DecideNameForms, NameLine?>> line) => RuleFor(line).SetValidator(new LineValidator()!);

    private sealed class LineValidator : AbstractValidator<NameLine>
    {
        public LineValidator()
        {
            Form(line => line.Genitive);
            Form(line => line.Dative);
            Form(line => line.Accusative);
            Form(line => line.Instrumental);
            Form(line => line.Prepositional);
        }

        private void Form(Expression<Func<NameLine, string>> form) =>
            RuleFor(form)
                .Cascade(CascadeMode.Stop)
                .NotEmpty()
                .WithMessage("Укажите форму.")
                .MaximumLength(110)
                .WithMessage("Форма длиннее 110 знаков.")
                .Must(text => text.All(sign => char.IsLetter(sign) || sign is ' ' or '-' or '\'' or '’' or '.'))
                .WithMessage("В имени только буквы, пробел, дефис, точка и апостроф.");
    }
}

internal sealed class DecideNameFormsHandler(ReserveDb db) : IRequestHandler<DecideNameForms, Result<Done, DecideNameFormsRefusal>>
{
    public async Task<Result<Done, DecideNameFormsRefusal>> Handle(DecideNameForms request, CancellationToken cancellationToken)
    {
        if (await db.Set<Candidate>().SingleOrDefaultAsync(row => row.Id == request.Candidate, cancellationToken) is not { } candidate)
            return DecideNameFormsRefusal.UnknownCandidate;
        var gender = NameDeclension.GenderOf(candidate.Name);
        candidate.NameForms = NameForms.OrNone(
            Decided(NamePart.Surname, candidate.LastName, request.LastName),
            Decided(NamePart.FirstName, candidate.FirstName, request.FirstName),
            string.IsNullOrEmpty(candidate.MiddleName) || request.MiddleName is not { } patronymic
                ? null
                : Decided(NamePart.Patronymic, candidate.MiddleName, patronymic)
        );
        return new Done();

        CaseForms? Decided(NamePart part, string name, NameLine line)
        {
            var forms = new CaseForms(
                name,
                line.Genitive.Trim(),
                line.Dative.Trim(),
                line.Accusative.Trim(),
                line.Instrumental.Trim(),
                line.Prepositional.Trim()
            );
            return forms == NameDeclension.Forms(part, name, gender) ? null : forms;
        }
    }
}
