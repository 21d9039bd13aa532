using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons.Import;

/// <summary>A row with the command it becomes, and what is wrong with it by column.</summary>
public sealed record PlannedHead(SheetRow Source, IReadOnlyList<Problem> Problems)
{
    internal AddTenure Command { get; init; } = null!;
}

/// <summary>Turns the rows of a file into commands and finds what is wrong with them before anything is saved.</summary>
internal sealed class HeadPlan(ReserveDb db, IValidator<AddTenure> validator, PersonKeeper persons)
{
    /// <summary>The columns, by their headings; those of <see cref="Required"/> must be there.</summary>
    public static readonly IReadOnlyList<string> Columns = [Place, Name, Position, "Организация", Start, End, "Номер акта", "Дата акта"];

    public static readonly IReadOnlyList<string> Required = [Place, Name, Position, Start, "Номер акта", "Дата акта"];

    private const string Place = "Территория";
    private const string Name = "Фамилия, имя, отчество";
    private const string Position = "Должность";
    private const string Start = "Первый день";
    private const string End = "Последний день";

    private static readonly Dictionary<string, string> ColumnOf = new()
    {
        ["Territory"] = Place,
        ["FullName"] = Name,
        ["Position"] = Position,
        ["Organization"] = "Организация",
        ["StartsOn"] = Start,
        ["EndsOn"] = End,
        ["ActNumber"] = "Номер акта",
        ["ActDate"] = "Дата акта",
    };

    public async Task<IReadOnlyList<PlannedHead>> Make(IReadOnlyList<SheetRow> rows, CancellationToken cancellationToken)
    {
        var territories = await SheetValues.Territories(db, cancellationToken);
        var planned = new List<PlannedHead>(rows.Count);
        foreach (var row in rows)
        {
            var problems = new List<Problem>();
            var command = Command(row, territories, problems);
            foreach (var error in (await validator.ValidateAsync(command, cancellationToken)).Errors)
            {
                var column = ColumnOf.GetValueOrDefault(error.PropertyName, "");
                if (problems.TrueForAll(problem => problem.Field != column))
                    problems.Add(new Problem(column, error.ErrorMessage));
            }

            if (problems.Count == 0)
                await AgainstOthers(command, planned, problems, cancellationToken);
            planned.Add(new PlannedHead(row, problems) { Command = command });
        }

        return planned;
    }

    private static AddTenure Command(SheetRow row, Dictionary<string, string> territories, List<Problem> problems) =>
        new()
        {
            Territory = SheetValues.TerritoryOf(row[Place], territories, problems),
            FullName = row[Name] ?? "",
            Position = row[Position],
            Organization = row["Организация"],
            StartsOn = SheetValues.Date(row, Start, problems),
            EndsOn = SheetValues.Date(row, End, problems),
            ActNumber = row["Номер акта"] ?? "",
            ActDate = SheetValues.Date(row, "Дата акта", problems),
            // A list says who holds what: two posts of one person are no mistake of the file.
            EndOthers = false,
        };

    /// <summary>Nobody of this name, or several; the post taken by somebody of the base, or of a row above.</summary>
    private async Task AgainstOthers(
        AddTenure command,
        List<PlannedHead> above,
        List<Problem> problems,
        CancellationToken cancellationToken
    )
    {
        var named = await persons.Named(command.FullName!, Territory.RegionOf(command.Territory), cancellationToken);
        if (named.Count > 1)
            problems.Add(new Problem(Name, new TenureRefusal.AmbiguousPerson().Text));
        else if (named.Count == 0 && !NameMatch.IsFullName(command.FullName!))
            problems.Add(new Problem(Name, new TenureRefusal.NoPerson().Text));
        if (PostWords.Guess(command.Position!) is not { IsSingle: true } post)
            return;
        var sameInFile = above.Find(row =>
            row.Problems.Count == 0
            && row.Command.Territory == command.Territory
            && (row.Command.Organization ?? "") == (command.Organization ?? "")
            && PostWords.Guess(row.Command.Position!).Category == post.Category
            && row.Command.StartsOn <= (command.EndsOn ?? DateOnly.MaxValue)
            && command.StartsOn <= (row.Command.EndsOn ?? DateOnly.MaxValue)
        );
        if (sameInFile is not null)
            problems.Add(new Problem(Start, $"В это же время должность занята в строке {sameInFile.Source.Line}."));
        else if (await Holder(command, post.Category, cancellationToken) is { } holder)
            problems.Add(new Problem(Start, new TenureRefusal.Taken(holder.PersonName, holder.StartsOn).Text));
    }

    private async Task<HolderRow?> Holder(AddTenure command, PostCategory category, CancellationToken cancellationToken)
    {
        var organization = category == PostCategory.SchoolHead ? command.Organization?.Trim() ?? "" : "";
        if (category == PostCategory.SchoolHead && organization.Length == 0)
            return null;
        return await (
            from tenure in db.Set<Tenure>().AsNoTracking()
            join head in db.Set<CurrentHead>() on tenure.HeadId equals head.Id
            join post in db.Set<Post>() on tenure.PostId equals (PostId?)post.Id
            where
                tenure.Territory == command.Territory
                && tenure.Organization == organization
                && post.Category == category
                && tenure.IsSingle
                && (tenure.EndsOn == null || tenure.EndsOn >= command.StartsOn)
                && (command.EndsOn == null || tenure.StartsOn <= command.EndsOn)
            orderby tenure.StartsOn
            select new HolderRow(head.PersonName, tenure.StartsOn)
        ).FirstOrDefaultAsync(cancellationToken);
    }

    private sealed record HolderRow(string PersonName, DateOnly StartsOn);
}
