using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>The run as bytes: numbers of variable length, variables as exact JSON, elements by number.</summary>
public sealed partial class ProcessRun
{
    private const byte Format = 1;
    private const byte CalledBit = 0x80;

    /// <summary>The whole state; grows with what is alive, not with what has finished (except what can still be compensated).</summary>
    public byte[] Serialize()
    {
        var writer = new StateWriter();
        writer.Byte(Format);
        writer.UInt32(Definition.Fingerprint);
        writer.Byte((byte)((byte)State | (IsCalled ? CalledBit : 0)));
        writer.Number(LastId);
        WriteInstance(writer, Root);
        writer.Number(PendingJoins.Count);
        foreach (var (scope, join) in PendingJoins)
        {
            writer.Number(scope.Id);
            writer.Number(join.Index);
        }

        return writer.ToArray();
    }

    /// <summary>Reads a run back.</summary>
    /// <param name="definition">The definition it was written under, or one that has the same elements in the same order.</param>
    /// <param name="bytes">What <see cref="Serialize"/> gave.</param>
    /// <exception cref="InvalidDataException">The bytes belong to another definition or are damaged.</exception>
    public static ProcessRun Deserialize(ProcessDefinition definition, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var reader = new StateReader(bytes);
        if (reader.Byte() != Format)
            throw new InvalidDataException("the state of the run is of an unknown format");
        if (reader.UInt32() != definition.Fingerprint)
            throw new InvalidDataException($"the state of the run belongs to another version of process {definition.Id}");
        var state = reader.Byte();
        var run = new ProcessRun(definition)
        {
            State = (RunState)(state & ~CalledBit),
            IsCalled = (state & CalledBit) != 0,
            LastId = reader.Number(),
        };
        var byId = new Dictionary<int, Instance>();
        reader.Number();
        reader.Number();
        reader.Byte();
        run.ReadInstance(ref reader, run.Root, byId);
        for (var left = reader.Number(); left > 0; left--)
        {
            var scope = byId[reader.Number()];
            run.PendingJoins.Add((scope, definition.Nodes[reader.Number()]));
        }

        return run;
    }

    private static void WriteInstance(StateWriter writer, Instance instance)
    {
        writer.Number(instance.Id);
        writer.Number(instance.Node.Index);
        writer.Byte((byte)instance.Role);
        writer.Byte(
            (byte)(
                (instance.Interrupted ? 1 : 0)
                | (instance.Cancelling ? 2 : 0)
                | (instance.Flag ? 4 : 0)
                | (instance.Variables is null ? 0 : 8)
                | (instance.Joins is null ? 0 : 16)
                | (instance.Loop is null ? 0 : 32)
                | (instance.Log is null ? 0 : 64)
                | (instance.Waits is null ? 0 : 128)
            )
        );
        writer.Number(instance.Active);
        if (instance.Variables is not null)
            writer.Value(FeelValue.Context(instance.Variables));
        if (instance.Joins is { } joins)
        {
            writer.Number(joins.Length);
            foreach (var count in joins)
                writer.Number(count);
        }

        if (instance.Loop is { } loop)
            WriteLoop(writer, loop);
        if (instance.Log is not null)
            WriteLog(writer, instance.Log);
        if (instance.Waits is not null)
        {
            var count = 0;
            for (var wait = instance.Waits; wait is not null; wait = wait.Next)
                count++;
            writer.Number(count);
            for (var wait = instance.Waits; wait is not null; wait = wait.Next)
                WriteWait(writer, wait);
        }

        var children = 0;
        for (var child = instance.FirstChild; child is not null; child = child.Next)
            children++;
        writer.Number(children);
        for (var child = instance.FirstChild; child is not null; child = child.Next)
            WriteInstance(writer, child);
    }

    private static void WriteLoop(StateWriter writer, LoopState loop)
    {
        writer.Number(loop.Total);
        writer.Number(loop.Started);
        writer.Number(loop.Completed);
        writer.Number(loop.Terminated);
        writer.Byte((byte)((loop.Items is null ? 0 : 1) | (loop.Results is null ? 0 : 2)));
        if (loop.Items is not null)
            writer.Value(FeelValue.List(loop.Items));
        if (loop.Results is not null)
            writer.Value(FeelValue.List(loop.Results));
    }

    private static void WriteLog(StateWriter writer, List<CompensationEntry> log)
    {
        writer.Number(log.Count);
        foreach (var entry in log)
        {
            writer.Number(entry.Node.Index);
            writer.Number(entry.Count);
            writer.Byte((byte)((entry.Inner is null ? 0 : 1) | (entry.Variables is null ? 0 : 2) | (entry.Unfinished ? 4 : 0)));
            if (entry.Inner is not null)
                WriteLog(writer, entry.Inner);
            if (entry.Variables is not null)
                writer.Value(FeelValue.Context(entry.Variables));
        }
    }

    private static void WriteWait(StateWriter writer, Wait wait)
    {
        writer.Number(wait.Id);
        writer.Byte((byte)wait.Kind);
        writer.Number(wait.Node.Index);
        writer.Number(wait.Definition);
        writer.Byte((byte)((wait.Held ? 1 : 0) | (wait.Key is null ? 0 : 2)));
        if (wait.Key is not null)
            writer.Text(wait.Key);
        if (wait.Kind != WaitKind.Timer)
            return;
        writer.Int64(wait.Schedule.DueAt.Ticks);
        writer.Number((int)wait.Schedule.DueAt.Offset.TotalMinutes);
        writer.Number(wait.Schedule.Remaining);
        writer.Byte((byte)(wait.Schedule.Interval is null ? 0 : 1));
        if (wait.Schedule.Interval is { } interval)
        {
            writer.Number(interval.Months);
            writer.Int64(interval.Time.Ticks);
        }
    }

    /// <summary>Reads the rest of an instance whose id, node and role are read.</summary>
    private void ReadInstance(ref StateReader reader, Instance instance, Dictionary<int, Instance> byId)
    {
        byId.Add(instance.Id, instance);
        var flags = reader.Byte();
        instance.Interrupted = (flags & 1) != 0;
        instance.Cancelling = (flags & 2) != 0;
        instance.Flag = (flags & 4) != 0;
        instance.Active = reader.Number();
        if ((flags & 8) != 0)
            instance.Variables = reader.Value().AsContext();
        if ((flags & 16) != 0)
        {
            instance.Joins = new int[reader.Number()];
            for (var place = 0; place < instance.Joins.Length; place++)
                instance.Joins[place] = reader.Number();
        }

        if ((flags & 32) != 0)
            instance.Loop = ReadLoop(ref reader);
        if ((flags & 64) != 0)
            instance.Log = ReadLog(ref reader);
        if ((flags & 128) != 0)
            ReadWaits(ref reader, instance);
        for (var left = reader.Number(); left > 0; left--)
        {
            var id = reader.Number();
            var node = Definition.Nodes[reader.Number()];
            var child = new Instance(id, node, (Role)reader.Byte(), instance);
            ReadInstance(ref reader, child, byId);
            instance.Add(child);
        }
    }

    private static LoopState ReadLoop(ref StateReader reader)
    {
        var loop = new LoopState
        {
            Total = reader.Number(),
            Started = reader.Number(),
            Completed = reader.Number(),
            Terminated = reader.Number(),
        };
        var flags = reader.Byte();
        if ((flags & 1) != 0)
            loop.Items = reader.Value().AsList();
        if ((flags & 2) != 0)
            loop.Results = [.. reader.Value().AsList()!];
        return loop;
    }

    private List<CompensationEntry> ReadLog(ref StateReader reader)
    {
        var log = new List<CompensationEntry>();
        for (var left = reader.Number(); left > 0; left--)
        {
            var entry = new CompensationEntry(Definition.Nodes[reader.Number()]) { Count = reader.Number() };
            var flags = reader.Byte();
            if ((flags & 1) != 0)
                entry.Inner = ReadLog(ref reader);
            if ((flags & 2) != 0)
                entry.Variables = reader.Value().AsContext();
            entry.Unfinished = (flags & 4) != 0;
            log.Add(entry);
        }

        return log;
    }

    private void ReadWaits(ref StateReader reader, Instance owner)
    {
        Wait? last = null;
        for (var left = reader.Number(); left > 0; left--)
        {
            var id = reader.Number();
            var kind = (WaitKind)reader.Byte();
            var node = Definition.Nodes[reader.Number()];
            var wait = new Wait(id, kind, owner, node, reader.Number());
            var flags = reader.Byte();
            wait.Held = (flags & 1) != 0;
            if ((flags & 2) != 0)
                wait.Key = reader.Text();
            if (kind == WaitKind.Timer)
            {
                var ticks = reader.Int64();
                var due = new DateTimeOffset(ticks, TimeSpan.FromMinutes(reader.Number()));
                var remaining = reader.Number();
                IsoDuration? interval = reader.Byte() == 0 ? null : new IsoDuration(reader.Number(), TimeSpan.FromTicks(reader.Int64()));
                wait.Schedule = new TimerSchedule(due, interval, remaining);
            }

            if (last is null)
                owner.Waits = wait;
            else
                last.Next = wait;
            last = wait;
            waits.Add(id, wait);
            if (kind == WaitKind.Conditional)
                ConditionalWaits++;
        }
    }

    private sealed class StateWriter
    {
        private readonly ArrayBufferWriter<byte> buffer = new(256);

        public void Byte(byte value)
        {
            buffer.GetSpan(1)[0] = value;
            buffer.Advance(1);
        }

        /// <summary>A whole number, seven bits to a byte, the sign in the lowest bit.</summary>
        public void Number(int value)
        {
            var rest = (uint)((value << 1) ^ (value >> 31));
            var span = buffer.GetSpan(5);
            var used = 0;
            while (rest >= 0x80)
            {
                span[used++] = (byte)(rest | 0x80);
                rest >>= 7;
            }

            span[used++] = (byte)rest;
            buffer.Advance(used);
        }

        public void UInt32(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(buffer.GetSpan(4), value);
            buffer.Advance(4);
        }

        public void Int64(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(8), value);
            buffer.Advance(8);
        }

        public void Text(string text)
        {
            var length = Encoding.UTF8.GetByteCount(text);
            Number(length);
            Encoding.UTF8.GetBytes(text, buffer.GetSpan(length));
            buffer.Advance(length);
        }

        public void Value(FeelValue value)
        {
            var json = new ArrayBufferWriter<byte>();
            using (
                var writer = new Utf8JsonWriter(
                    json,
                    new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
                )
            )
                FeelJson.WriteExact(writer, value);
            Number(json.WrittenCount);
            json.WrittenSpan.CopyTo(buffer.GetSpan(json.WrittenCount));
            buffer.Advance(json.WrittenCount);
        }

        public byte[] ToArray() => buffer.WrittenSpan.ToArray();
    }

    private ref struct StateReader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> rest = bytes;

        public byte Byte() => Take(1)[0];

        public int Number()
        {
            uint value = 0;
            for (var shift = 0; shift < 35; shift += 7)
            {
                var part = Byte();
                value |= (uint)(part & 0x7F) << shift;
                if (part < 0x80)
                    return (int)(value >> 1) ^ -(int)(value & 1);
            }

            throw new InvalidDataException("the state of the run is damaged");
        }

        public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

        public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

        public string Text() => Encoding.UTF8.GetString(Take(Number()));

        public FeelValue Value()
        {
            var reader = new Utf8JsonReader(Take(Number()));
            using var document = JsonDocument.ParseValue(ref reader);
            return FeelJson.ReadExact(document.RootElement);
        }

        private ReadOnlySpan<byte> Take(int count)
        {
            if (count < 0 || count > rest.Length)
                throw new InvalidDataException("the state of the run is damaged");
            var taken = rest[..count];
            rest = rest[count..];
            return taken;
        }
    }
}
