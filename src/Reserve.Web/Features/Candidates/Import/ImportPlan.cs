using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;
using Reserve.Web.Features.Persons.Import;

namespace Reserve.Web.Features.Candidates.Import;

/// <summary>A row with the command it becomes, and what is wrong with it by column.</summary>
public sealed record PlannedRow(SheetRow Source, RegisterCandidate Command, IReadOnlyList<Problem> Problems);

/// <summary>Turns rows into commands and finds everything wrong with them before anything is saved.</summary>
internal sealed class ImportPlan(ReserveDb db, IValidator<RegisterCandidate> validator)
{
    private static readonly Dictionary<string, string> ColumnOf = new()
    {
        ["Territory"] = "Территория",
        ["LastName"] = "Фамилия",
        ["FirstName"] = "Имя",
        ["MiddleName"] = "Отчество",
        ["BirthDate"] = "Дата рождения",
        ["Snils"] = "СНИЛС",
        ["Workplace"] = "Место работы",
        ["Position"] = "Должность",
        ["SubmittedBy"] = "Кем представлен",
        ["ConsentGivenOn"] = "Дата согласия",
        ["Email"] = "Электронная почта",
        ["Phone"] = "Телефон",
    };

    public async Task<IReadOnlyList<PlannedRow>> Make(IReadOnlyList<SheetRow> rows, CancellationToken cancellationToken)
    {
        var territories = await SheetValues.Territories(db, cancellationToken);
        var planned = new List<PlannedRow>(rows.Count);
        var numbers = new Dictionary<string, int>();
        foreach (var row in rows)
        {
            var problems = new List<Problem>();
            var command = Command(row, territories, problems);
            var checkedOnes = await validator.ValidateAsync(command, cancellationToken);
            foreach (
                var error in checkedOnes.Errors.Where(error =>
                    problems.TrueForAll(problem => problem.Field != ColumnOf.GetValueOrDefault(error.PropertyName))
                )
            )
                problems.Add(new Problem(ColumnOf.GetValueOrDefault(error.PropertyName, ""), error.ErrorMessage));
            if (Snils.Parse(command.Snils) is { } snils && !numbers.TryAdd(snils.Digits, row.Line))
                problems.Add(new Problem("СНИЛС", $"Тот же СНИЛС уже в строке {numbers[snils.Digits]}."));
            planned.Add(new PlannedRow(row, command, problems));
        }

        return await WithKnown(planned, cancellationToken);
    }

    private static RegisterCandidate Command(SheetRow row, Dictionary<string, string> territories, List<Problem> problems) =>
        new()
        {
            Territory = SheetValues.TerritoryOf(row["Территория"], territories, problems),
            LastName = row["Фамилия"] ?? "",
            FirstName = row["Имя"] ?? "",
            MiddleName = row["Отчество"],
            BirthDate = SheetValues.Date(row, "Дата рождения", problems),
            Snils =
                row["СНИЛС"] is { } text && text.Length < 11 && text.All(char.IsAsciiDigit) ? text.PadLeft(11, '0') : row["СНИЛС"] ?? "",
            Workplace = row["Место работы"] ?? "",
            Position = row["Должность"] ?? "",
            SubmittedBy = row["Кем представлен"],
            ConsentGivenOn = SheetValues.Date(row, "Дата согласия", problems),
            Email = row["Электронная почта"],
            Phone = row["Телефон"],
        };

    /// <summary>Names of people whose birth date nobody knows: whether the row means them has to be asked.</summary>
    private async Task<HashSet<string>> NamesWithoutBirthDate(List<PlannedRow> planned, CancellationToken cancellationToken)
    {
        var names = planned.Select(row => PersonKeeper.SearchText(NameOf(row.Command))).Distinct().ToArray();
        return
        [
            .. await db.Set<PersonRecord>()
                .Where(person => person.MergedInto == null && person.BirthDate == null && names.Contains(person.SearchText))
                .Select(person => person.SearchText)
                .ToListAsync(cancellationToken),
        ];
    }

    private static string NameOf(RegisterCandidate command) => $"{command.LastName} {command.FirstName} {command.MiddleName}";

    private async Task<IReadOnlyList<PlannedRow>> WithKnown(List<PlannedRow> planned, CancellationToken cancellationToken)
    {
        var numbers = planned.Select(row => Snils.Parse(row.Command.Snils)?.Digits).OfType<string>().Distinct().ToArray();
        var known = await db.Set<Candidate>()
            .Where(candidate => numbers.Contains(candidate.Snils))
            .Select(candidate => candidate.Snils)
            .ToListAsync(cancellationToken);
        var births = planned.Select(row => row.Command.BirthDate).OfType<DateOnly>().Distinct().ToArray();
        var namesakes = (
            await db.Set<Candidate>()
                .Where(candidate => births.Contains(candidate.BirthDate))
                .Select(candidate => new
                {
                    candidate.LastName,
                    candidate.FirstName,
                    candidate.MiddleName,
                    candidate.BirthDate,
                })
                .ToListAsync(cancellationToken)
        ).Select(person => (person.LastName, person.FirstName, person.MiddleName ?? "", person.BirthDate)).ToHashSet();
        var byName = await NamesWithoutBirthDate(planned, cancellationToken);
        return
        [
            .. planned.Select(row =>
            {
                var found = new List<Problem>(row.Problems);
                if (Snils.Parse(row.Command.Snils) is { } snils && known.Contains(snils.Digits))
                    found.Add(new Problem("СНИЛС", RefusalText.Of(RegisterRefusal.SameSnils)));
                else if (
                    row.Command.BirthDate is { } birth
                    && namesakes.Contains((row.Command.LastName, row.Command.FirstName, row.Command.MiddleName ?? "", birth))
                )
                    found.Add(
                        new Problem(
                            "Фамилия",
                            "Кандидат с таким именем и датой рождения уже есть: внесите его по форме, если это другой человек."
                        )
                    );
                else if (byName.Contains(PersonKeeper.SearchText(NameOf(row.Command))))
                    found.Add(
                        new Problem("Фамилия", "В базе уже есть человек с таким именем: внесите кандидата по форме и скажите, он ли это.")
                    );
                return row with { Problems = found };
            }),
        ];
    }
}
