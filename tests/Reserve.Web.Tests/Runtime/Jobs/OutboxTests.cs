using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Jobs;

public sealed class OutboxTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    [Fact]
    public async Task A_message_is_sent_after_its_transaction_and_only_once_for_a_key()
    {
        var sender = new ListSender("letters");
        await using var node = await RuntimeNode.Start(
            database.ConnectionString,
            adjust: services => services.AddSingleton<IOutboxSender>(sender)
        );
        Assert.True(await Add(node, "letters", "key-1"));
        Assert.False(await Add(node, "letters", "key-1"));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            node.InTransaction<bool>(async services =>
            {
                await services
                    .GetRequiredService<Outbox>()
                    .Add("letters", "key-2", new Letter("x"), node.Clock.GetUtcNow(), CancellationToken.None);
                throw new InvalidOperationException("rolled back");
            })
        );
        var worker = Worker(node);
        Assert.Equal(1, await worker.SendDue(CancellationToken.None));
        Assert.Equal(0, await worker.SendDue(CancellationToken.None));
        Assert.Equal(["key-1"], sender.Sent);
    }

    [Fact]
    public async Task A_message_that_cannot_be_sent_is_tried_later()
    {
        var sender = new ListSender("stubborn") { Failures = 2 };
        await using var node = await RuntimeNode.Start(
            database.ConnectionString,
            adjust: services => services.AddSingleton<IOutboxSender>(sender)
        );
        await Add(node, "stubborn", "key-3");
        var worker = Worker(node);
        Assert.Equal(1, await worker.SendDue(CancellationToken.None));
        Assert.Equal(0, await worker.SendDue(CancellationToken.None));
        node.Manual.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1, await worker.SendDue(CancellationToken.None));
        node.Manual.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, await worker.SendDue(CancellationToken.None));
        Assert.Equal(["key-3"], sender.Sent);
        Assert.Equal(
            0,
            await node.Value<int>("""select count(*)::int as "Value" from outbox where kind = 'stubborn' and sent_at is null""")
        );
    }

    [Fact]
    public async Task A_message_whose_turn_comes_late_is_sent_by_one_node_only()
    {
        var sender = new ListSender("slow");
        await using var node = await RuntimeNode.Start(
            database.ConnectionString,
            adjust: services => services.AddSingleton<IOutboxSender>(sender)
        );
        foreach (var key in (string[])["late-1", "late-2", "late-3"])
            await Add(node, "slow", key);
        var worker = Worker(node);
        // Each takes most of the lease; meanwhile another node looks for what was abandoned.
        var isSlow = true;
        sender.Sending = async () =>
        {
            if (!isSlow)
                return;
            node.Manual.Advance(TimeSpan.FromSeconds(20));
            isSlow = false;
            await worker.SendDue(CancellationToken.None);
            isSlow = true;
        };
        await worker.SendDue(CancellationToken.None);

        Assert.Equal(["late-1", "late-2", "late-3"], sender.Sent.Order(StringComparer.Ordinal));
    }

    private static Task<bool> Add(RuntimeNode node, string kind, string key) =>
        node.InTransaction(services =>
            services.GetRequiredService<Outbox>().Add(kind, key, new Letter("Здравствуйте"), node.Clock.GetUtcNow(), CancellationToken.None)
        );

    private static OutboxWorker Worker(RuntimeNode node) => node.Services.GetServices<IHostedService>().OfType<OutboxWorker>().Single();

    private sealed record Letter(string Text);

    private sealed class ListSender(string kind) : IOutboxSender
    {
        public List<string> Sent { get; } = [];

        public int Failures { get; set; }

        public Func<Task> Sending { get; set; } = () => Task.CompletedTask;

        public string Kind => kind;

        public async Task Send(OutboxMessage message, CancellationToken cancellationToken)
        {
            await Sending();
            if (Failures-- > 0)
                throw new IOException("The far side does not answer.");
            Assert.NotEmpty(message.Read<Letter>().Text);
            Sent.Add(message.IdempotencyKey);
        }
    }
}
