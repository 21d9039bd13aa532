import russian from 'bpmn-js-i18n/translations/ru';
import { english } from '../kit/words';

/** What the shared translation lacks: the panel, the menus of all elements, messages. */
const more: Record<string, string> = {
  // The panel.
  General: 'Общее',
  Name: 'Название',
  ID: 'Идентификатор',
  Code: 'Код',
  Executable: 'Исполняется',
  Documentation: 'Пояснение',
  'Element documentation': 'Пояснение',
  'Process documentation': 'Пояснение к процессу',
  'Process ID': 'Идентификатор процесса',
  'Process name': 'Название процесса',
  'Participant Name': 'Название участника',
  'Participant ID': 'Идентификатор участника',
  'Version tag': 'Метка версии',
  Compensation: 'Компенсация',
  'Wait for completion': 'Ждать завершения',
  'Activity reference': 'Что отменить',
  Error: 'Ошибка',
  'Global error reference': 'Ошибка из файла',
  Escalation: 'Эскалация',
  'Global escalation reference': 'Эскалация из файла',
  Signal: 'Сигнал',
  'Global signal reference': 'Сигнал из файла',
  Message: 'Сообщение',
  Link: 'Ссылка',
  Timer: 'Таймер',
  'Multi-instance': 'Для каждого',
  '<none>': '—',
  'Create new ...': 'Новая…',
  'Toggle section': 'Раскрыть или свернуть',
  'Section contains edits': 'В разделе что-то записано',
  'Section contains an error': 'В разделе есть ошибка',
  'List contains {numOfItems} item': 'В списке {numOfItems}',
  'List contains {numOfItems} items': 'В списке {numOfItems}',
  'Create new list item': 'Добавить',
  'Delete item': 'Удалить',
  'Toggle list item': 'Раскрыть или свернуть',
  '<empty>': '<пусто>',
  Create: 'Добавить',
  'ID must not be empty.': 'Нужен идентификатор.',
  'ID must be unique.': 'Такой идентификатор уже есть.',
  'ID must not contain prefix.': 'Идентификатор не может содержать «:».',
  'ID must not contain spaces.': 'Идентификатор не может содержать пробелов.',
  'ID must be a valid QName.': 'Идентификатор: латинские буквы, цифры, «_», «-», «.», с буквы.',
  'Select an element to edit its properties.': 'Выберите элемент, чтобы увидеть его свойства.',
  'Multiple elements are selected. Select a single element to edit its properties.':
    'Выбрано несколько элементов; свойства видны у одного.',
  'Open documentation': 'Открыть справку',
  // Menus and tools.
  'Append element': 'Добавить элемент дальше',
  'Create element': 'Создать элемент',
  'Change element': 'Сменить вид элемента',
  'Start typing to search': 'Начните писать, чтобы искать',
  Search: 'Поиск',
  'Toggle list': 'Список',
  'No matching entries found.': 'Ничего не найдено.',
  'Search in diagram': 'Поиск на рисунке',
  Tasks: 'Задачи',
  Events: 'События',
  Gateways: 'Шлюзы',
  'Sub-processes': 'Подпроцессы',
  Data: 'Данные',
  Participants: 'Участники',
  Templates: 'Шаблоны',
  'Start events': 'Начальные события',
  'Intermediate events': 'Промежуточные события',
  'Boundary events': 'Граничные события',
  'End events': 'Конечные события',
  'Expanded pool/participant': 'Пул с содержимым',
  'Boundary event': 'Граничное событие',
  'Ad-hoc sub-process': 'Подпроцесс без порядка',
  'Non-interrupting': 'Без прерывания',
  'Toggle non-interrupting': 'Прерывает или нет',
  Event: 'Событие',
  Gateway: 'Шлюз',
  Process: 'Процесс',
  Collaboration: 'Взаимодействие',
  Participant: 'Участник',
  Lane: 'Дорожка',
  Group: 'Группа',
  Association: 'Ассоциация',
  'Message flow': 'Поток сообщений',
  'Text annotation': 'Комментарий',
  'Data input association': 'Ввод данных',
  'Data output association': 'Вывод данных',
  'Compensation activity': 'Действие компенсации',
  'Intermediate catch event': 'Промежуточное событие-обработчик',
  'Create object': 'Создать объект',
  'Append {type}': 'Добавить: {type}',
  'Create {type}': 'Создать: {type}',
  'Replace element': 'Сменить вид элемента',
  'Set color': 'Цвет',
  'Collapsed pool': 'Свёрнутый пул',
  'Expanded pool': 'Развёрнутый пул',
  'Sub-process (expanded)': 'Подпроцесс (развёрнутый)',
  'Sub-process (collapsed)': 'Подпроцесс (свёрнутый)',
  'Ad-hoc sub-process (expanded)': 'Подпроцесс без порядка (развёрнутый)',
  'Ad-hoc sub-process (collapsed)': 'Подпроцесс без порядка (свёрнутый)',
  'User task': 'Задача человека',
  'Service task': 'Действие системы',
  'Business rule task': 'Решение по правилам',
  'Script task': 'Сценарий',
  'Send task': 'Отправка сообщения',
  'Receive task': 'Получение сообщения',
  'Manual task': 'Ручная работа',
  'Call activity': 'Вызов процесса',
  'Conditional flow': 'Поток с условием',
  'Expanded sub-process': 'Подпроцесс',
  'Collapsed sub-process': 'Свёрнутый подпроцесс',
  'Event sub-process': 'Подпроцесс по событию',
  'Ad hoc sub-process': 'Подпроцесс без порядка',
  'Expanded ad hoc sub-process': 'Подпроцесс без порядка',
  'Collapsed ad hoc sub-process': 'Свёрнутый подпроцесс без порядка',
  'Complex gateway': 'Шлюз по правилу',
  // Messages.
  'no diagram to display': 'в файле нет рисунка',
  'no process or collaboration to display': 'в файле нет процесса',
};

const words: Record<string, string> = { ...(russian as Record<string, string>), ...more };

/** The panel writes the kinds of elements in other letters than the menus do. */
const plain = (template: string): string =>
  template.toLowerCase().replace('sub process', 'sub-process').replace('(non interrupting', '(non-interrupting');
const byPlain = Object.fromEntries(Object.entries(words).map(([template, word]) => [plain(template), word]));

/** The kind of an element, for instance of "bpmn:UserTask". */
export const kindOf = (type: string): string => translate(type.replace('bpmn:', '').replace(/(\B[A-Z])/g, ' $1'));

/** The words of bpmn.io's parts in the page's language. */
export function translate(template: string, values: Record<string, string> = {}): string {
  return (english ? template : (words[template] ?? byPlain[plain(template)] ?? template)).replace(/\{([^}]+)\}/g, (all, name) =>
    String(values[name] ?? all),
  );
}

export const translateModule = { translate: ['value', translate] };

const problems: [RegExp, (...parts: string[]) => string][] = [
  [/^failed to parse document as <bpmn:Definitions>/, () => 'в файле нет документа BPMN (definitions)'],
  [/^unparsable content [\s\S]*line: (\d+)[\s\S]*unexpected end of file/, (_, line) => `строка ${Number(line) + 1}: файл обрывается`],
  [/^unparsable content (.*?) ?detected[\s\S]*line: (\d+)/, (_, content, line) => `строка ${Number(line) + 1}: не разобрано «${content}»`],
  [/^duplicate ID <(.*)>/, (_, id) => `идентификатор «${id}» повторяется`],
  [/^unrecognized element <(.*)>/, (_, name) => `неизвестный элемент <${name}>`],
  [/^multiple DI elements defined for (.*)/, (_, id) => `у ${id} несколько мест на рисунке`],
];

/** What the reader of BPMN complains of. */
export function inWords(problem: unknown): string {
  const message = problem instanceof Error ? problem.message : String(problem);
  const known = english ? undefined : problems.find(([pattern]) => pattern.test(message));
  return known ? known[1](...known[0].exec(message)!) : translate(message);
}
