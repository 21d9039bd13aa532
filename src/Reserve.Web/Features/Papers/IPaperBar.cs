namespace Reserve.Web.Features.Papers;

/// <summary>Says who may not read papers about something, whatever their role is.</summary>
internal interface IPaperBar
{
    public Task<bool> Bars(PaperSubject subject, Guid reader, CancellationToken cancellationToken);
}
