namespace Reserve.Web.Features.Letters;

/// <summary>Letters of a process that the program itself fills.</summary>
/// <param name="Process">The key of the process.</param>
/// <param name="Names">The names of the letters.</param>
/// <param name="Example">An example of their record, with something in every place.</param>
internal sealed record LetterKind(string Process, IReadOnlyCollection<string> Names, LetterRecord Example);

/// <summary>A feature fills letters with what it stores.</summary>
internal interface IKnownLetter
{
    LetterKind Kind { get; }

    /// <summary>The latest things that the caller may see and such a letter may be about.</summary>
    Task<IReadOnlyList<LetterSubject>> Recent(CancellationToken cancellationToken);

    /// <summary>The record of one of them; null when the caller sees none such.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="letter">The name of the letter.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    Task<LetterRecord?> Of(Guid id, string letter, CancellationToken cancellationToken);
}

/// <summary>What a letter may be about.</summary>
public sealed record LetterSubject(Guid Id, string Title);
