using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using Testcontainers.PostgreSql;

namespace Reserve.Web.Tests.Database;

/// <summary>A server in a container, of the version that <c>docker/compose.yaml</c> runs unless another image is named.</summary>
internal static class ContainerServer
{
    public const string ImageVariable = "RESERVE_TEST_IMAGE";
    private const string UsualImage = "postgres:17-bookworm";

    private static string Image => Environment.GetEnvironmentVariable(ImageVariable) is { Length: > 0 } given ? given : UsualImage;

    /// <summary>Null where no engine answers, or where it neither has nor gets the image; the log of the run tells which.</summary>
    public static async Task<TestServer?> StartWhereDockerAnswers()
    {
        if (await DockerEngine.Find() is not { } engine)
            return null;
        try
        {
            return await Start(engine);
        }
        catch (Exception problem)
        {
            TestContext.Current.SendDiagnosticMessage($"Docker answers, but {Image} does not start: {problem.Message}");
            return null;
        }
    }

    public static async Task<TestServer> Start() =>
        await Start(
            await DockerEngine.Find()
                ?? throw new InvalidOperationException(
                    $"{TestCluster.Variable}=container, but no Docker engine answers at {DockerEngine.Address}."
                )
        );

    private static async Task<TestServer> Start(DockerEngine engine)
    {
        // Testcontainers speaks the newest protocol unless told, and an older engine refuses it.
        if (Environment.GetEnvironmentVariable("DOCKER_API_VERSION") is null)
            Environment.SetEnvironmentVariable("DOCKER_API_VERSION", engine.ApiVersion);
        // What is left of a killed run is removed by a container of Testcontainers' own, where its image is to be had.
        if (Environment.GetEnvironmentVariable(ImageVariable) is { Length: > 0 })
            TestcontainersSettings.ResourceReaperEnabled = false;
        var container = new PostgreSqlBuilder(Image)
            .WithEnvironment("POSTGRES_INITDB_ARGS", "--encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=ru-RU --no-sync")
            .WithCommand("-c", "max_connections=400", "-c", "shared_buffers=256MB", "-c", "jit=off", "-c", "timezone=UTC")
            .Build();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            await container.StartAsync(limit.Token);
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
        return new TestServer($"a container of {Image}", container.GetConnectionString(), container.DisposeAsync);
    }
}
