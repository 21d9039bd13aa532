using Reserve.Web.Verbs;

// The one clock of the program: everything below is given it.
#pragma warning disable RS0030
return await Verb.Run(args, TimeProvider.System);
#pragma warning restore RS0030
