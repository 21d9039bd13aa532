using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Reserve.Web.Data.DesignTime;

/// <summary>What <c>dotnet-ef</c> makes migrations from: the model alone; no database is asked, so the address leads nowhere.</summary>
internal sealed class ReserveDbAtDesignTime : IDesignTimeDbContextFactory<ReserveDb>
{
    public ReserveDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<ReserveDb>().UseNpgsql("Host=none.invalid;Database=reserve").Options);
}
