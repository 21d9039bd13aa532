using Reserve.Web.Verbs;

return await Verb.Run(args);
