using System.Text;
using Microsoft.Extensions.Options;
using Reserve.Web.Features.Files;

namespace Reserve.Web.Tests.Features.Files;

public sealed class ClamdTests
{
    private static readonly CancellationToken Now = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_goes_over_in_pieces_and_what_is_found_is_named()
    {
        await using var server = new FakeClamd();
        var clamd = At(server.Address);
        Assert.IsType<ScanOutcome.Clean>(await clamd.Scan(new byte[200_000], Now));
        var found = Assert.IsType<ScanOutcome.Infected>(await clamd.Scan(Encoding.ASCII.GetBytes(FakeClamd.Eicar), Now));
        Assert.Equal("Win.Test.EICAR_HDB-1", found.Name);
        Assert.StartsWith("ClamAV 1.0.7", await clamd.Version(Now), StringComparison.Ordinal);
        Assert.Equal(2, server.Files);
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:1")]
    [InlineData("unix:/no/such/socket")]
    [InlineData("что попало")]
    public async Task One_that_is_away_or_badly_named_leaves_the_file_waiting(string address)
    {
        Assert.IsType<ScanOutcome.Failed>(await At(address).Scan(new byte[10], Now));
        Assert.Null(await At(address).Version(Now));
    }

    [Fact]
    public async Task The_real_clamd_finds_the_test_virus()
    {
        var address = Environment.GetEnvironmentVariable("RESERVE_CLAMD") ?? "unix:/run/clamav/clamd.ctl";
        var clamd = At(address);
        if (await clamd.Version(Now) is null)
            Assert.Skip("clamd does not answer here.");
        Assert.IsType<ScanOutcome.Infected>(await clamd.Scan(Encoding.ASCII.GetBytes(FakeClamd.Eicar), Now));
        Assert.IsType<ScanOutcome.Clean>(await clamd.Scan("harmless"u8.ToArray(), Now));
    }

    private static Clamd At(string address) => new(Options.Create(new FileSettings { Clamd = address, ClamdSeconds = 10 }));
}
