using System.Xml.Linq;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Bpmn.Interchange;

/// <summary>What stands outside of the flow: names of messages and signals, correlation, data.</summary>
internal static class ElsaRoots
{
    public static void Rewrite(ElsaDraft draft)
    {
        foreach (
            var named in draft
                .Root.Elements()
                .Where(element => element.Name == BpmnNames.Model + "message" || element.Name == BpmnNames.Model + "signal")
        )
        {
            // Elsa matches by name only; a run of ours goes by the id where there is no name.
            if (ElsaDraft.NameOf(named).Length > 0)
                continue;
            named.SetAttributeValue("name", ElsaDraft.IdOf(named));
            draft.Note(ElsaFate.Rewritten, named, "Имени не было: им стал идентификатор, потому что Elsa сопоставляет только по имени.");
        }

        var ids = draft.Root.Elements().Select(ElsaDraft.IdOf).Where(id => id.Length > 0).ToHashSet(StringComparer.Ordinal);
        foreach (
            var reference in draft
                .Root.Descendants()
                .Where(element => element.Name.Namespace == BpmnNames.Model)
                .SelectMany(element => element.Attributes())
                .Where(attribute => attribute.Name.LocalName is "messageRef" or "signalRef" or "escalationRef" or "errorRef")
        )
        {
            var local = reference.Value[(reference.Value.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            if (ids.Contains(local))
                reference.Value = local;
        }

        if (Has("correlationProperty", "correlationSubscription"))
            draft.Note(
                ElsaFate.Lost,
                "Корреляция сообщений: Elsa находит получателя только по имени сообщения, и его получат все ждущие экземпляры."
            );
        if (Has("dataObject", "dataStoreReference", "property", "dataInputAssociation", "dataOutputAssociation"))
            draft.Note(
                ElsaFate.Lost,
                "Объекты данных и связи с ними Elsa не читает: переменные там объявляют в настройках самого процесса Elsa."
            );
        if (
            draft
                .Root.Elements()
                .Any(element => element.Name.Namespace == BpmnNames.Model && BpmnNames.Choreography.Contains(element.Name.LocalName))
        )
            draft.Note(ElsaFate.Lost, "Хореографии Elsa не читает.");

        bool Has(params string[] names) =>
            draft.Root.Descendants().Any(element => element.Name.Namespace == BpmnNames.Model && names.Contains(element.Name.LocalName));
    }
}
