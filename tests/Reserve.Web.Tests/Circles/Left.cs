namespace Reserve.Web.Tests.Circles.Left;

/// <summary>Knows the right one, which knows this: what the rule against circles has to find.</summary>
internal sealed record One(Right.Other? Other);
