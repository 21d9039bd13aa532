namespace Reserve.Web.Features.Processes;

/// <summary>What an element of a drawing is called, in Russian (the key of its translation).</summary>
internal static class ElementKinds
{
    public static string NameOf(string elementName) =>
        elementName switch
        {
            "userTask" => "задача человека",
            "serviceTask" => "действие системы",
            "businessRuleTask" => "решение по правилам",
            "sendTask" => "отправка",
            "receiveTask" => "ожидание сообщения",
            "manualTask" or "task" => "шаг",
            "scriptTask" => "сценарий",
            "callActivity" => "вызов процесса",
            "subProcess" or "transaction" => "подпроцесс",
            "adHocSubProcess" => "работы на выбор",
            "startEvent" => "начало",
            "endEvent" => "конец",
            "boundaryEvent" => "событие на границе",
            "intermediateCatchEvent" => "ожидание события",
            "intermediateThrowEvent" => "отправка события",
            "exclusiveGateway" => "выбор пути",
            "parallelGateway" => "параллельные пути",
            "inclusiveGateway" => "несколько путей",
            "eventBasedGateway" => "выбор по событию",
            "complexGateway" => "сложный выбор",
            "sequenceFlow" => "переход",
            "lane" => "дорожка",
            "participant" => "пул",
            "process" => "процесс",
            "message" => "сообщение",
            "signal" => "сигнал",
            "error" => "ошибка",
            "escalation" => "эскалация",
            "dataObject" or "dataObjectReference" or "dataStoreReference" => "данные",
            "textAnnotation" => "примечание",
            _ => elementName,
        };

    /// <summary>What a run waits for at a place.</summary>
    public static string WaitOf(string kind) =>
        kind switch
        {
            "userTask" => "ждёт человека",
            "service" => "ждёт действия системы",
            "decision" => "ждёт решения по правилам",
            "timer" => "ждёт срока",
            "message" => "ждёт сообщения",
            "signal" => "ждёт сигнала",
            "conditional" => "ждёт условия",
            "call" => "ждёт вызванный процесс",
            "join" => "ждёт других путей",
            "gateway" => "ждёт первого события",
            "incident" => "остановлен ошибкой",
            "adHoc" => "ждёт, какую работу выберут",
            _ => "выполняется",
        };

    public static (string Word, string Color) StatusOf(string status) =>
        status switch
        {
            "running" => ("выполняется", "blue"),
            "completed" => ("завершён", "green"),
            "terminated" => ("прекращён", "grey"),
            "failed" => ("с ошибкой", "red"),
            "cancelled" => ("отменён", "grey"),
            _ => (status, "grey"),
        };
}
