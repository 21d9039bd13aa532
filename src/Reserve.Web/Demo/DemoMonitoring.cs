using System.Reflection;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Monitoring;
using Reserve.Web.Features.Monitoring.Import;

namespace Reserve.Web.Demo;

/// <summary>The published figures of 2022 that lie in the repository's <c>demo</c> folder: facts, not made up.</summary>
internal static class DemoMonitoring
{
    private const string Prefix = "demo/";

    public static async Task Load(ReserveDb db, IMediator mediator)
    {
        if (await db.Set<Rating>().AnyAsync())
            return;
        var assembly = Assembly.GetExecutingAssembly();
        var files = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => new ImportFile(name[Prefix.Length..], Bytes(assembly.GetManifestResourceStream(name)!))).ToList();
        var outcome = await mediator.Send(new ImportMonitoring(files, new(Source: "Мотивирующий мониторинг, 2022 год (опубликованные таблицы)")));
        if (!outcome.IsOk)
            throw new InvalidOperationException($"Demonstration figures: {(outcome is { IsRefused: true, Refusal: ImportRefusal.BadFiles bad } ? string.Join("; ", bad.Problems) : outcome.Code)}");
    }

    private static byte[] Bytes(Stream stream)
    {
        using var bytes = new MemoryStream();
        using (stream)
            stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
