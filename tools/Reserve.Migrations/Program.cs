// Writes the single migration `Initial` from the present model, into an emptied Data/Migrations (docs/conventions.md has the command).
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Data;

if (args is not [var root] || !Directory.Exists(Path.Combine(root, "src", "Reserve.Web", "Data")))
{
    Console.Error.WriteLine("usage: Reserve.Migrations REPOSITORY-ROOT");
    return 2;
}

var options = new DbContextOptionsBuilder<ReserveDb>().UseNpgsql("Host=nowhere").Options;
await using var db = new ReserveDb(options, new DataScope());

var folder = Path.Combine(root, "src", "Reserve.Web", "Data", "Migrations");
if (Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any())
{
    Console.Error.WriteLine($"{folder} is not empty: the migration would be the difference to what lies there. Delete it first.");
    return 2;
}

#pragma warning disable EF1001 // The scaffolder is what dotnet-ef itself calls.
var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices().AddDbContextDesignTimeServices(db);
new Npgsql.EntityFrameworkCore.PostgreSQL.Design.Internal.NpgsqlDesignTimeServices().ConfigureDesignTimeServices(services);

// One id for ever, so that two regenerated migrations differ in content only.
services.AddSingleton<Microsoft.EntityFrameworkCore.Migrations.IMigrationsIdGenerator, OneId>();
await using var provider = services.BuildServiceProvider();
using var scope = provider.CreateScope();
var scaffolder = scope.ServiceProvider.GetRequiredService<IMigrationsScaffolder>();
var migration = scaffolder.ScaffoldMigration("Initial", "Reserve.Web", "Data.Migrations", "C#");
scaffolder.Save(Path.Combine(root, "src", "Reserve.Web"), migration, folder, dryRun: false);
Console.WriteLine(migration.MigrationId);
return 0;

#pragma warning disable EF1001
internal sealed class OneId : Microsoft.EntityFrameworkCore.Migrations.Internal.MigrationsIdGenerator
{
    public override string GenerateId(string name) => "20261122000000_" + name;
}
