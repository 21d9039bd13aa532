using Reserve.Engine.Dmn.Model;

namespace Reserve.Web.Features.Rules;

/// <summary>What the parts of a rule are called, in Russian (the keys of their translations).</summary>
internal static class RuleWords
{
    /// <summary>What several fitting rules of a table mean, with the letter that the standard uses.</summary>
    public static (string Letter, string Word) Policy(DmnDecisionTable table) =>
        table.HitPolicy switch
        {
            DmnHitPolicy.Unique => ("U", "подходит одно правило"),
            DmnHitPolicy.Any => ("A", "подходит любое: все дают одно и то же"),
            DmnHitPolicy.Priority => ("P", "берётся правило с важнейшим результатом"),
            DmnHitPolicy.First => ("F", "берётся первое подошедшее правило"),
            DmnHitPolicy.RuleOrder => ("R", "берутся все подошедшие по порядку таблицы"),
            DmnHitPolicy.OutputOrder => ("O", "берутся все подошедшие по важности результата"),
            DmnHitPolicy.Collect => table.Aggregation switch
            {
                DmnAggregation.None => ("C", "собираются все подошедшие"),
                DmnAggregation.Sum => ("C+", "результаты подошедших складываются"),
                DmnAggregation.Min => ("C<", "берётся наименьший результат подошедших"),
                DmnAggregation.Max => ("C>", "берётся наибольший результат подошедших"),
                DmnAggregation.Count => ("C#", "считается число разных результатов"),
            },
        };

    public static string Kind(DmnExpression? logic) =>
        logic switch
        {
            null => "без правила",
            DmnDecisionTable => "таблица решений",
            DmnLiteral => "выражение",
            DmnContext => "контекст",
            DmnInvocation => "вызов функции",
            DmnFunction => "функция",
            DmnRelation => "таблица значений",
            DmnList => "список",
            DmnConditional => "условие",
            DmnFilter => "отбор",
            _ => "перебор",
        };

    public static string Column(DmnTableInput input) => string.IsNullOrWhiteSpace(input.Label) ? input.Expression.Text.Trim() : input.Label;

    public static string Column(DmnTableOutput output, DmnDecisionTable table) =>
        output.Label ?? output.Name ?? table.OutputLabel ?? table.Place.Name ?? "";

    /// <summary>From which and into which zone a candidate goes.</summary>
    public static (string From, string Into) Zone(string zone) =>
        zone switch
        {
            "Priority" => ("Из первоочерёдных", "в первоочерёдные"),
            "Pool" => ("Из запаса", "в запас"),
            "Risk" => ("Из зоны риска", "в зону риска"),
            _ => (zone, zone),
        };
}
