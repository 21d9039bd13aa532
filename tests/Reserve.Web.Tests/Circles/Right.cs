namespace Reserve.Web.Tests.Circles.Right;

internal sealed record Other(Left.One? One);
