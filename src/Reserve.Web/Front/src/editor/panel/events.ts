import { activityType, input, own } from '../elsa';
import { definitionOf, definitionsOf, is, Moddle, Shape } from '../types';
import { shown } from '../values';
import { t } from '../../kit/words';
import { Entry } from './field';
import { bound, Desk, flag, formula, Group, group, otherInputs } from './group';
import { outputGroup } from './tasks';

const messageBinding = 'Reserve.Message';

/** Events, and the tasks that send and receive messages. */
export function eventGroups(desk: Desk, element: Shape): (Group | null)[] {
  const subject = element.businessObject;
  const withoutTrigger = is(subject, 'StartEvent') && (subject.eventDefinitions?.length ?? 0) === 0;
  const plainStart = withoutTrigger && Boolean(subject.$parent && is(subject.$parent, 'Process'));
  const messages = is(subject, 'SendTask', 'ReceiveTask') ? [subject] : definitionsOf(subject, 'Message');
  return [
    group('event', t('Событие', 'Event'), [
      is(subject, 'BoundaryEvent') &&
        !definitionOf(subject, 'Error') &&
        !definitionOf(subject, 'Cancel') &&
        !definitionOf(subject, 'Compensate') &&
        flag(desk, element, subject, 'cancelActivity', t('Прерывает работу', 'Interrupts the activity')),
      is(subject, 'StartEvent') &&
        subject.$parent?.triggeredByEvent === true &&
        flag(desk, element, subject, 'isInterrupting', t('Прерывает работу', 'Interrupts the activity')),
      (subject.eventDefinitions?.length ?? 0) > 1 &&
        is(subject, 'CatchEvent') &&
        flag(desk, element, subject, 'parallelMultiple', t('Ждёт всех видов сразу', 'Waits for all of its kinds')),
    ]),
    plainStart
      ? group('personStart', t('Кто начинает', 'Who begins it'), [
          bound(desk, element, desk.catalog.start.type, 'role', t('Роль', 'Role'), 'String', {
            kind: 'text',
            suggestions: desk.catalog.roles.map((role) => role.code),
            hint:
              t('Коды ролей через запятую: кто начинает. Процесс получит ', 'Codes of roles with commas: who begins it. It is given ') +
              `${desk.catalog.start.gives.join(', ')}.`,
          }),
        ])
      : null,
    startsByItself(subject) && definitionsOf(subject, 'Conditional').length > 0 ? watchGroup(desk, element) : null,
    ...each(definitionsOf(subject, 'Timer'), (timer, place) => timerGroup(desk, element, timer, place)),
    ...each(definitionsOf(subject, 'Conditional'), (condition, place) =>
      group(`condition${place.mark}`, t('Условие', 'Condition') + place.number, [
        formula(desk, element, condition, 'condition', {
          id: `eventCondition${place.mark}`,
          label: t('Условие (FEEL)', 'Condition (FEEL)'),
        }),
      ]),
    ),
    ...each(messages, (message, place) => messageGroup(desk, element, message, place)),
    ...further.flatMap(({ kind, code, title, label }) =>
      // The standard groups edit the first of a kind.
      each(definitionsOf(subject, kind), (definition, place) =>
        place.mark
          ? group(`${kind}${place.mark}`, title + place.number, [
              rootName(desk, element, definition, kind, code, { id: `${kind}${place.mark}`, label }),
            ])
          : null,
      ),
    ),
    carries(subject, ['Message', 'Signal', 'Escalation']) && is(subject, 'ThrowEvent', 'SendTask')
      ? otherInputs(desk, element, messageBinding, ['correlationKey', 'timeToLive'], t('Что передать', 'What to send along'))
      : null,
    carries(subject, ['Message', 'Signal', 'Escalation', 'Error']) && is(subject, 'CatchEvent', 'ReceiveTask')
      ? outputGroup(desk, element, messageBinding)
      : null,
    refusalGroup(desk, element, definitionOf(subject, 'Error')),
  ];
}

/** A start of the process itself, not of an event subprocess. */
const startsByItself = (subject: Moddle): boolean =>
  is(subject, 'StartEvent') && Boolean(subject.$parent && is(subject.$parent, 'Process'));

/** Whose data the condition of a start is about, and what becomes of the rows that fulfil it already. */
function watchGroup(desk: Desk, element: Shape): Group | null {
  const { watch } = desk.catalog;
  const source = watch.sources.find((one) => one.name === shown(input(element, 'source')));
  return group('watch', t('За чем следить', 'What to watch'), [
    bound(desk, element, watch.type, 'source', t('Данные', 'Data'), 'String', {
      kind: 'text',
      required: true,
      choices: watch.sources.map((one) => [one.name, `${one.title} (${one.name})`]),
      hint:
        t('Условие проверяется для каждой строки. Оно знает: ', 'The condition is tried for each row. It knows: ') +
        `${watch.gives.join(', ')}.`,
    }),
    Boolean(source?.keyTitle) &&
      bound(desk, element, watch.type, 'key', t('Ключ', 'Key') + `: ${source!.keyTitle}`, 'String', {
        kind: 'text',
        required: true,
        choices: source!.keys.length > 0 ? source!.keys.map((key) => [key.code, key.name]) : undefined,
      }),
    bound(desk, element, watch.type, 'present', t('Что уже верно при публикации', 'What holds already when published'), 'Boolean', {
      kind: 'text',
      choices: [['true', t('тоже начинает дело', 'begins a case too')]],
      hint: t('Без выбора дело начинается, только когда условие станет верным.', 'Without a choice only what becomes true begins a case.'),
    }),
  ]);
}

/** Which of several definitions of one kind a group is about; an event with one has neither mark nor number. */
interface Place {
  /** Distinguishes the ids of the groups and fields; the first has none. */
  mark: string;
  /** Follows the title. */
  number: string;
}

const each = <T>(definitions: Moddle[], make: (definition: Moddle, place: Place) => T): T[] =>
  definitions.map((definition, at) =>
    make(definition, { mark: at === 0 ? '' : `-${at + 1}`, number: definitions.length > 1 ? ` ${at + 1}` : '' }),
  );

type RootKind = 'Message' | 'Error' | 'Signal' | 'Escalation';

const further: { kind: RootKind; code: string; title: string; label: string }[] = [
  { kind: 'Signal', code: 'name', title: t('Сигнал', 'Signal'), label: t('Имя сигнала', 'Signal name') },
  { kind: 'Escalation', code: 'escalationCode', title: t('Эскалация', 'Escalation'), label: t('Код эскалации', 'Escalation code') },
  { kind: 'Error', code: 'errorCode', title: t('Ошибка', 'Error'), label: t('Код ошибки', 'Error code') },
];

/** Whether what is thrown or caught brings values with it. */
const carries = (subject: Moddle, kinds: string[]): boolean =>
  is(subject, 'SendTask', 'ReceiveTask') ? Boolean(subject.messageRef) : kinds.some((kind) => definitionOf(subject, kind));

const isoDuration =
  /^-?P(?!$)(\d+([.,]\d+)?Y)?(\d+M)?(\d+([.,]\d+)?W)?(\d+([.,]\d+)?D)?(T(?=\d)(\d+([.,]\d+)?H)?(\d+([.,]\d+)?M)?(\d+([.,]\d+)?S)?)?$/;
const isoMoment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

const days = /^\d+\s+((рабочий|рабочих|календарный|календарных)\s+)?(день|дня|дней)$/i;

/** Whether a timer's text is no formula: the engine reads such a text as it stands. */
function isConstant(text: string): boolean {
  return text === '' || isoDuration.test(text) || isoMoment.test(text) || days.test(text) || /^R\d*\//.test(text);
}

function timerGroup(desk: Desk, element: Shape, timer: Moddle, { mark, number }: Place): Group | null {
  const kinds: [string, string][] = [
    ['timeDuration', t('через промежуток', 'after a duration')],
    ['timeDate', t('в момент', 'at a moment')],
    ['timeCycle', t('повторять', 'again and again')],
  ];
  const kind = kinds.find(([name]) => timer.get(name))?.[0] ?? '';
  const write = (name: string, text: string): void =>
    desk.parts.modeling.updateModdleProperties(element, timer, {
      timeDuration: undefined,
      timeDate: undefined,
      timeCycle: undefined,
      ...(name ? { [name]: own(desk.parts.factory.create('bpmn:FormalExpression', { body: text }), timer) } : {}),
    });
  const raw = kind ? ((timer.get(kind)?.body as string | undefined) ?? '').trim() : '';
  const wrong: Record<string, (text: string) => string | undefined> = {
    timeDuration: (text) =>
      isoDuration.test(text) ? undefined : t('Промежуток пишется как P5D, PT30M, P1M.', 'A duration is written like P5D, PT30M, P1M.'),
    timeDate: (text) =>
      isoMoment.test(text)
        ? undefined
        : t('Момент пишется как 2026-12-01T09:00:00+03:00.', 'A moment is written like 2026-12-01T09:00:00Z.'),
    timeCycle: (text) =>
      isoDuration.test(text) || /^R\d*\/(?=.)/.test(text)
        ? undefined
        : t('Повтор пишется как R3/PT1H или R/P1D.', 'A cycle is written like R3/PT1H or R/P1D.'),
  };
  return group(`timer${mark}`, t('Таймер', 'Timer') + number, [
    desk.field({
      id: `timerKind${mark}`,
      label: t('Когда', 'When'),
      choices: kinds,
      required: true,
      get: () => ({ feel: false, text: kind }),
      set: ({ text }) => write(text, raw),
    }),
    Boolean(kind) &&
      desk.field({
        id: `timerValue${mark}`,
        label: { timeDuration: t('Промежуток', 'Duration'), timeDate: t('Момент', 'Moment'), timeCycle: t('Повтор', 'Cycle') }[kind]!,
        kind: 'both',
        required: true,
        // The mark tells a formula that would otherwise read as a constant.
        get: () => ({ feel: raw.startsWith('=') || !isConstant(raw), text: raw.replace(/^=\s*/, '') }),
        set: ({ feel, text }) => write(kind, feel && isConstant(text) ? `=${text}` : text),
        validate: (text) => (text === '' ? undefined : wrong[kind](text)),
        hint: {
          timeDuration: t('P5D – пять дней, PT30M – полчаса', 'P5D is five days, PT30M half an hour'),
          timeDate: '2026-12-01T09:00:00+03:00',
          timeCycle: startsByItself(element.businessObject)
            ? t('R/P1M – каждый месяц, R3/P1D – три раза через день', 'R/P1M is each month, R3/P1D three times, a day apart')
            : t('R3/PT1H – три раза через час', 'R3/PT1H is three times, an hour apart'),
        }[kind],
      }),
  ]);
}

/** The name of what is sent or awaited, and by what it is told from others of the name. */
function messageGroup(desk: Desk, element: Shape, holder: Moddle, { mark, number }: Place): Group | null {
  const subject = element.businessObject;
  const throws = is(subject, 'ThrowEvent', 'SendTask');
  const field = (name: string, label: string, hint: string): Entry => bound(desk, element, messageBinding, name, label, 'String', { hint });
  return group(`messageName${mark}`, t('Сообщение', 'Message') + number, [
    rootName(desk, element, holder, 'Message', 'name', {
      id: `message-name${mark}`,
      label: t('Имя сообщения', 'Message name'),
      hint: inFile(desk, holder),
    }),
    is(subject, 'ReceiveTask') && flag(desk, element, subject, 'instantiate', t('Начинает процесс', 'Starts the process')),
    // What the element's binding says is said once for all of its messages.
    mark === '' &&
      Boolean(holder.messageRef) &&
      field('correlationKey', t('Ключ корреляции', 'Correlation key'), t('Формула; например case', 'A formula; for example case')),
    mark === '' &&
      Boolean(holder.messageRef) &&
      throws &&
      field('timeToLive', t('Сколько ждать получателя', 'Time to live'), t('Например P1D', 'For example P1D')),
  ]);
}

/** The standard's own correlation, which the file may have for the message. */
function inFile(desk: Desk, holder: Moddle): string | undefined {
  const keys = ((desk.parts.definitions().rootElements as Moddle[]) ?? [])
    .filter((root) => root.$type === 'bpmn:CorrelationProperty')
    .flatMap((property) =>
      ((property.correlationPropertyRetrievalExpression as Moddle[]) ?? [])
        .filter((retrieval) => retrieval.messageRef === holder.messageRef && holder.messageRef)
        .map((retrieval) => `${property.name ?? property.id} = ${retrieval.messagePath?.body ?? ''}`),
    );
  return keys.length > 0 ? `${t('Корреляция в файле', 'Correlation in the file')}: ${keys.join(', ')}` : undefined;
}

/** The name of a root element that an event refers to: one of the file's, or a new one, in one undoable step. */
function rootName(
  desk: Desk,
  element: Shape,
  holder: Moddle,
  kind: RootKind,
  code: string,
  field: { id: string; label: string; hint?: string },
): Entry {
  const type = `bpmn:${kind}`;
  const reference = `${kind.toLowerCase()}Ref`;
  const roots = (desk.parts.definitions().rootElements as Moddle[]).filter((root) => root.$type === type);
  return desk.field({
    ...field,
    required: true,
    suggestions: [...new Set(roots.map((root) => root[code] as string).filter(Boolean))],
    get: () => ({ feel: false, text: (holder[reference]?.[code] as string | undefined) ?? '' }),
    set: ({ text }) => refer(desk, element, holder, kind, text, { [code]: text, name: text }, (root) => root[code] === text),
  });
}

/** Points the holder at the root element that fits, made when there is none. */
function refer(
  desk: Desk,
  element: Shape,
  holder: Moddle,
  kind: RootKind,
  name: string,
  attributes: object,
  fits: (root: Moddle) => boolean,
): void {
  const definitions = desk.parts.definitions();
  const present = definitions.rootElements as Moddle[];
  const type = `bpmn:${kind}`;
  const found = name ? present.find((root) => root.$type === type && fits(root)) : undefined;
  const made = name && !found ? own(desk.parts.factory.create(type, attributes), definitions) : undefined;
  const update = (moddleElement: Moddle, properties: object) => ({
    cmd: 'element.updateModdleProperties',
    context: { element, moddleElement, properties },
  });
  desk.parts.commands.execute('properties-panel.multi-command-executor', [
    ...(made ? [update(definitions, { rootElements: [...present, made] })] : []),
    update(holder, { [`${kind.toLowerCase()}Ref`]: found ?? made }),
  ]);
}

/** A boundary event on an activity of ours catches one of its refusals by name. */
function refusalGroup(desk: Desk, element: Shape, definition: Moddle | undefined): Group | null {
  const host = element.businessObject.attachedToRef as Moddle | undefined;
  if (!definition || !host) {
    return null;
  }
  const type = activityType({ businessObject: host } as Shape);
  const activity = desk.catalog.activities.find((one) => one.type === type);
  return activity && activity.refusals.length > 0
    ? group('refusal', t('Отказ действия', 'Refusal of the activity'), [
        desk.field({
          id: 'refusal',
          label: t('Какой отказ ловит', 'Which refusal it catches'),
          choices: activity.refusals.map((refusal) => [refusal.code, `${refusal.text} (${refusal.code})`]),
          hint: t('Без выбора ловит любой отказ.', 'Without a choice it catches any.'),
          get: () => ({ feel: false, text: (definition.errorRef?.errorCode as string | undefined) ?? '' }),
          set: ({ text }) =>
            refer(
              desk,
              element,
              definition,
              'Error',
              text,
              { errorCode: text, name: activity.refusals.find((refusal) => refusal.code === text)?.text ?? text },
              (root) => root.errorCode === text,
            ),
        }),
      ])
    : null;
}

/** A link between data and an activity may change what it carries. */
export function dataGroup(desk: Desk, element: Shape): Group | null {
  const association = element.businessObject;
  return is(association, 'DataAssociation')
    ? group('data', t('Связь данных', 'Data association'), [
        formula(desk, element, association, 'transformation', {
          id: 'transformation',
          label: t('Преобразование (FEEL)', 'Transformation (FEEL)'),
        }),
      ])
    : null;
}
