namespace Reserve.Documents.Templates;

internal enum Op
{
    /// <summary>Bytes from the literals.</summary>
    Literal,

    /// <summary>A value as text.</summary>
    Text,

    /// <summary>A picture in a text.</summary>
    Picture,

    /// <summary>A picture in the place of a shape; body and <see cref="Instruction.Next"/> as for a section.</summary>
    Framed,

    /// <summary>Within it: what the picture brings.</summary>
    Frame,

    /// <summary>A cell of a sheet with nothing but a picture; its address and style are in the literals.</summary>
    CellPicture,

    /// <summary>A section; its body follows, <see cref="Instruction.Next"/> is behind it.</summary>
    Section,

    /// <summary>Bytes written only the first time: a bookmark may not occur twice.</summary>
    Once,

    /// <summary>A fresh number: drawings may not share one.</summary>
    FreshId,

    /// <summary>
    /// The number of a list: <see cref="Instruction.Start"/> is the one of the template, <see cref="Instruction.Length"/> the level,
    /// <see cref="Instruction.Next"/> the paragraph's place among those of lists.
    /// </summary>
    List,

    /// <summary>A slide, by its place in <see cref="Instruction.Start"/>.</summary>
    Slide,

    /// <summary>Which repetitions a row of a sheet stands in.</summary>
    Repetition,

    /// <summary>A cell of a sheet with nothing but a value; its address and style are in the literals.</summary>
    Cell,

    /// <summary>A container which must not lose its last paragraph; body and <see cref="Instruction.Next"/> as for a section.</summary>
    KeepParagraph,

    /// <summary>A table which must not stay without rows.</summary>
    KeepRows,
}

/// <param name="Op">What to do.</param>
/// <param name="Start">Where its bytes begin among the literals.</param>
/// <param name="Length">How many they are.</param>
/// <param name="Next">Behind its body.</param>
/// <param name="Tag">The tag it came from.</param>
internal readonly record struct Instruction(Op Op, int Start = 0, int Length = 0, int Next = 0, Tag? Tag = null);

/// <summary>A part as a flat program over its literal bytes. Immutable; any number of threads may run it.</summary>
internal sealed class PartProgram(string part, byte[] literals, Instruction[] instructions, int firstFreshId)
{
    public string Part { get; } = part;

    public byte[] Literals { get; } = literals;

    public Instruction[] Instructions { get; } = instructions;

    public int FirstFreshId { get; } = firstFreshId;
}
