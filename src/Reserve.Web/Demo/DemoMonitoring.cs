using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Monitoring;
using Reserve.Web.Features.Monitoring.Formulas;
using Reserve.Web.Features.Monitoring.Import;

namespace Reserve.Web.Demo;

/// <summary>The published figures of 2022 that lie in the repository's <c>demo</c> folder: facts, not made up.</summary>
internal static class DemoMonitoring
{
    private const string Prefix = "demo/";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private sealed record Formula(string Target, string Text, string? Unit, FormulaDirection Direction, int ValidFrom, string? Comment);

    public static async Task Load(ReserveDb db, IMediator mediator)
    {
        if (await db.Set<Rating>().AnyAsync())
            return;
        var assembly = Assembly.GetExecutingAssembly();
        var files = assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(".csv", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new ImportFile(name[Prefix.Length..], Bytes(assembly.GetManifestResourceStream(name)!)))
            .ToList();
        var outcome = await mediator.Send(
            new ImportMonitoring(files, new(Source: "Мотивирующий мониторинг, 2022 год (опубликованные таблицы)"))
        );
        if (!outcome.IsOk)
            throw new InvalidOperationException(
                "Demonstration figures: "
                    + (outcome is { IsRefused: true, Refusal: ImportRefusal.BadFiles bad } ? string.Join("; ", bad.Problems) : outcome.Code)
            );
        foreach (var (target, content) in Formulas())
            await Publish(mediator, target, content);
    }

    /// <summary>The total that the printed table lets one recompute, and the indicators whose names say how they are computed.</summary>
    internal static IReadOnlyList<(FormulaTarget Target, FormulaContent Content)> Formulas()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + "formulas.json")!;
        return
        [
            .. JsonSerializer
                .Deserialize<Formula[]>(stream, Json)!
                .Select(formula =>
                    (
                        FormulaTarget.Parse(formula.Target)!,
                        new FormulaContent(formula.Text, formula.Unit, formula.Direction, formula.ValidFrom, formula.Comment)
                    )
                ),
        ];
    }

    internal static async Task Publish(IMediator mediator, FormulaTarget target, FormulaContent content)
    {
        var saved = await mediator.Send(new SaveFormulaDraft(target, content, null));
        var published = saved.IsOk ? await mediator.Send(new PublishFormula(target, saved.Value.RowVersion)) : null;
        if (published?.IsOk != true)
            throw new InvalidOperationException($"Demonstration formula {target}: {saved.Reason ?? published?.Reason}");
    }

    private static byte[] Bytes(Stream stream)
    {
        using var bytes = new MemoryStream();
        using (stream)
            stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
