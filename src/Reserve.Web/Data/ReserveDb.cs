using System.Reflection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Reserve.Web.Data;

/// <summary>
/// The one database. Entities are found by their mappings (<c>IEntityTypeConfiguration</c>) in this assembly; a feature reads
/// and writes through <c>Set&lt;T&gt;()</c>. Rows that are <see cref="ITerritorial"/> are filtered by the caller's scope.
/// </summary>
public sealed class ReserveDb : DbContext, IDataProtectionKeyContext
{
    public const string TerritoryFilter = "territory";

    private readonly List<Action> afterCommit = [];
    private DataScope? dataScope;

    public ReserveDb(DbContextOptions<ReserveDb> options)
        : base(options)
    {
        // The scope is a setting of the transaction, so every write has one; nested commands make their own savepoints.
        Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        Database.AutoSavepointsEnabled = false;
    }

    /// <summary>The territory whose rows this context sees; null sees none.</summary>
    public string? Scope => dataScope?.Path;

    /// <summary>What protects cookies and second factors: one ring for all nodes.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    internal string ScopePrefix => Scope + ".";

    /// <summary>What was changed since the journal was last written (<see cref="ChangeInterceptor"/>).</summary>
    internal List<RowChange> Changes { get; } = [];

    /// <summary>The scope that the open transaction has been told; null when it has been told none.</summary>
    internal string? ScopeOfTransaction { get; set; }

    /// <summary>The context, which may have served others before, serves this unit of work from here on.</summary>
    internal ReserveDb Serve(DataScope unitOfWork)
    {
        dataScope = unitOfWork;
        Changes.Clear();
        return this;
    }

    /// <summary>What is read together stands in one transaction: the open one, or one that ends when the reader is done.</summary>
    internal async Task<IAsyncDisposable?> Reading(CancellationToken cancellationToken) =>
        Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;

    /// <summary>Does this once the open transaction has committed, and never when it has not.</summary>
    internal void AfterCommit(Action act)
    {
        if (Database.CurrentTransaction is null)
            throw new InvalidOperationException("There is no transaction whose commit could be awaited.");
        if (!afterCommit.Contains(act))
            afterCommit.Add(act);
    }

    internal void Begun()
    {
        ScopeOfTransaction = null;
        afterCommit.Clear();
    }

    internal void Committed()
    {
        foreach (var act in afterCommit)
            act();
        afterCommit.Clear();
    }

    /// <summary>The changes from this one on, which are then told and gone.</summary>
    internal RowChange[] TakeChanges(int from)
    {
        if (Changes.Count <= from)
            return [];
        var taken = Changes[from..];
        Changes.RemoveRange(from, taken.Count);
        return [.. taken];
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Conventions.Add(_ => new SnakeCaseConvention());
        foreach (
            var id in Assembly.GetExecutingAssembly().GetTypes().Where(type => type.IsValueType && type.IsAssignableTo(typeof(ITypedId)))
        )
            configurationBuilder.Properties(id).HaveConversion(typeof(TypedIdConverter<>).MakeGenericType(id));
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(Assembly.GetExecutingAssembly());
        foreach (
            var entity in modelBuilder.Model.GetEntityTypes().Where(type => type.ClrType.IsAssignableTo(typeof(ITerritorial))).ToArray()
        )
        {
            typeof(ReserveDb)
                .GetMethod(nameof(Protect), BindingFlags.Instance | BindingFlags.NonPublic)!
                .MakeGenericMethod(entity.ClrType)
                .Invoke(this, [modelBuilder]);
        }
    }

    private void Protect<TEntity>(ModelBuilder modelBuilder)
        where TEntity : class, ITerritorial
    {
        var entity = modelBuilder.Entity<TEntity>();
        entity.Property(row => row.Territory).HasMaxLength(20).UseCollation("C");
        entity.HasOne<Territory>().WithMany().HasForeignKey(row => row.Territory).OnDelete(DeleteBehavior.Restrict);
        entity.HasQueryFilter(TerritoryFilter, row => row.Territory == Scope || row.Territory.StartsWith(ScopePrefix));
    }
}
