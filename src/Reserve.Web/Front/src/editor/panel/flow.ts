import { extension, own, replaceExtension } from '../elsa';
import { is, Moddle, Shape } from '../types';
import { t } from '../../kit/words';
import { Entry, Field } from './field';
import { attribute, closed, Desk, flag, formula, Group, group, tick } from './group';
import { variable } from './tasks';

/** The order of work: conditions, gateways, repetition, compensation. */
export function flowGroups(desk: Desk, element: Shape): (Group | null)[] {
  const subject = element.businessObject;
  return [
    is(subject, 'SequenceFlow') ? sequenceFlow(desk, element, subject) : null,
    is(subject, 'Gateway') ? gateway(desk, element, subject) : null,
    ...(is(subject, 'Activity') ? activity(desk, element, subject) : []),
    is(subject, 'AdHocSubProcess') ? adHoc(desk, element, subject) : null,
  ];
}

const splits = (node: Moddle): boolean => is(node, 'ExclusiveGateway', 'InclusiveGateway', 'ComplexGateway', 'Activity');

function sequenceFlow(desk: Desk, element: Shape, flow: Moddle): Group | null {
  const source = flow.sourceRef as Moddle;
  if (!splits(source)) {
    return null;
  }
  const isDefault = source.default === flow;
  return group('flow', t('Поток', 'Flow'), [
    !isDefault &&
      formula(desk, element, flow, 'conditionExpression', {
        id: 'condition',
        label: t('Условие (FEEL)', 'Condition (FEEL)'),
        hint: t('Например zone = "Risk"', 'For example zone = "Risk"'),
      }),
    tick(
      'isDefault',
      t('Путь по умолчанию', 'Default flow'),
      () => source.default === flow,
      (value) =>
        desk.parts.commands.execute('properties-panel.multi-command-executor', [
          update(element, source, { default: value ? flow : undefined }),
          // A default flow has no condition (10.3.3).
          ...(value && flow.conditionExpression ? [update(element, flow, { conditionExpression: undefined })] : []),
        ]),
    ),
  ]);
}

const update = (element: Shape, moddleElement: Moddle, properties: object) => ({
  cmd: 'element.updateModdleProperties',
  context: { element, moddleElement, properties },
});

/** Which of the flows that leave is the default one. */
function defaultFlow(desk: Desk, element: Shape, subject: Moddle): Entry | false {
  const leaving = (subject.outgoing as Moddle[] | undefined) ?? [];
  return (
    splits(subject) &&
    leaving.length > 1 &&
    desk.field({
      id: 'default',
      label: t('Поток по умолчанию', 'Default flow'),
      choices: leaving.map((flow) => [flow.id!, flow.name || `→ ${flow.targetRef?.name || flow.targetRef?.id}`]),
      get: () => ({ feel: false, text: subject.default?.id ?? '' }),
      set: ({ text }) => desk.parts.modeling.updateProperties(element, { default: leaving.find((flow) => flow.id === text) }),
    })
  );
}

function gateway(desk: Desk, element: Shape, subject: Moddle): Group | null {
  return group('gateway', t('Шлюз', 'Gateway'), [
    defaultFlow(desk, element, subject),
    is(subject, 'ComplexGateway') &&
      formula(desk, element, subject, 'activationCondition', {
        id: 'activationCondition',
        label: t('Когда идти дальше (FEEL)', 'Activation condition (FEEL)'),
        hint: 'activationCount >= 2',
      }),
    is(subject, 'EventBasedGateway') && flag(desk, element, subject, 'instantiate', t('Начинает процесс', 'Starts the process')),
    is(subject, 'EventBasedGateway') &&
      subject.instantiate === true &&
      attribute(desk, element, subject, 'eventGatewayType', {
        id: 'eventGatewayType',
        label: t('Ждать', 'Wait for'),
        choices: [
          ['Exclusive', t('первого из событий', 'the first of the events')],
          ['Parallel', t('всех событий', 'all of the events')],
        ],
      }),
  ]);
}

function activity(desk: Desk, element: Shape, subject: Moddle): (Group | null)[] {
  const handler = (subject.$parent?.artifacts as Moddle[] | undefined)?.some((link) => link.targetRef === subject) ?? false;
  const loop = subject.loopCharacteristics as Moddle | undefined;
  const quantity = (name: string, label: string): Entry =>
    attribute(desk, element, subject, name, {
      id: name,
      label,
      validate: (text) => (/^[1-9]\d*$/.test(text) ? undefined : t('Нужно целое число не меньше 1.', 'A whole number of at least 1.')),
      write: (text) => (text === '' ? undefined : Number(text)),
    });
  return [
    loopKind(desk, element, subject, loop),
    loop?.$type === 'bpmn:MultiInstanceLoopCharacteristics' ? multiInstance(desk, element, loop) : null,
    loop?.$type === 'bpmn:StandardLoopCharacteristics' ? standardLoop(desk, element, loop) : null,
    closed('order', t('Порядок', 'Order'), [
      defaultFlow(desk, element, subject),
      (handler || subject.isForCompensation === true) &&
        flag(desk, element, subject, 'isForCompensation', t('Обрабатывает компенсацию', 'Handles compensation')),
      quantity('startQuantity', t('Меток до начала', 'Tokens to start')),
      quantity('completionQuantity', t('Меток после конца', 'Tokens after completion')),
    ]),
  ];
}

function loopKind(desk: Desk, element: Shape, subject: Moddle, loop: Moddle | undefined): Group | null {
  if (subject.triggeredByEvent === true) {
    return null;
  }
  const kind =
    loop?.$type === 'bpmn:StandardLoopCharacteristics' ? 'loop' : !loop ? '' : loop.isSequential === true ? 'sequential' : 'parallel';
  const make = (type: string, attributes: object = {}): Moddle => own(desk.parts.factory.create(type, attributes), subject);
  return group('repeat', t('Повторение', 'Repetition'), [
    desk.field({
      id: 'loopKind',
      label: t('Сколько раз', 'How often'),
      choices: [
        ['parallel', t('для каждого из списка, сразу', 'for each of a list, at once')],
        ['sequential', t('для каждого из списка, по очереди', 'for each of a list, one after another')],
        ['loop', t('пока верно условие', 'while a condition holds')],
      ],
      get: () => ({ feel: false, text: kind }),
      set: ({ text }) => {
        const isSequential = text === 'sequential';
        if (loop?.$type === 'bpmn:MultiInstanceLoopCharacteristics' && (isSequential || text === 'parallel')) {
          desk.parts.modeling.updateModdleProperties(element, loop, { isSequential });
        } else {
          desk.parts.modeling.updateProperties(element, {
            loopCharacteristics:
              text === ''
                ? undefined
                : text === 'loop'
                  ? make('bpmn:StandardLoopCharacteristics')
                  : make('bpmn:MultiInstanceLoopCharacteristics', { isSequential }),
          });
        }
      },
    }),
  ]);
}

function standardLoop(desk: Desk, element: Shape, loop: Moddle): Group | null {
  return group('loop', t('Цикл', 'Loop'), [
    formula(desk, element, loop, 'loopCondition', { id: 'loopCondition', label: t('Пока (FEEL)', 'While (FEEL)') }),
    flag(desk, element, loop, 'testBefore', t('Проверять до первого раза', 'Test before the first time')),
    attribute(desk, element, loop, 'loopMaximum', {
      id: 'loopMaximum',
      label: t('Не больше раз', 'At most'),
      validate: (text) => (/^\d*$/.test(text) ? undefined : t('Нужно целое число.', 'A whole number.')),
      write: (text) => (text === '' ? undefined : Number(text)),
    }),
  ]);
}

const ours = 'reserve:MultiInstance';

/** The collection and the names stand in our own element; those of the standard, which refer to data elements, are read too. */
function multiInstance(desk: Desk, element: Shape, loop: Moddle): Group | null {
  const present = extension(loop, ours);
  const values: Record<string, string> = {
    collection: present?.collection ?? loop.loopDataInputRef?.name ?? loop.loopDataInputRef?.id ?? '',
    item: present?.item ?? loop.inputDataItem?.name ?? loop.inputDataItem?.id ?? '',
    outputCollection: present?.outputCollection ?? loop.loopDataOutputRef?.name ?? loop.loopDataOutputRef?.id ?? '',
    outputItem: present?.outputItem ?? loop.outputDataItem?.name ?? loop.outputDataItem?.id ?? '',
  };
  const part = (name: string, label: string, kind: 'text' | 'feel', options: Partial<Field> = {}): Entry =>
    desk.field({
      id: `loop-${name}`,
      label,
      kind,
      ...options,
      get: () => ({ feel: kind === 'feel', text: values[name] }),
      set: ({ text }) => {
        const all = Object.fromEntries(Object.entries({ ...values, [name]: text }).filter(([, value]) => value));
        const fresh = Object.keys(all).length > 0 ? desk.parts.factory.create(ours, all) : null;
        replaceExtension(desk.parts, element, loop, present, fresh);
      },
    });
  return group('multiInstance', t('Для каждого', 'For each'), [
    part('collection', t('Список (FEEL)', 'Collection (FEEL)'), 'feel', { required: !loop.loopCardinality }),
    part('item', t('Переменная элемента', 'Element variable'), 'text', { validate: variable }),
    formula(desk, element, loop, 'loopCardinality', {
      id: 'loopCardinality',
      label: t('Или число раз (FEEL)', 'Or how many times (FEEL)'),
    }),
    part('outputCollection', t('Собрать в список', 'Output list'), 'text', { validate: variable }),
    part('outputItem', t('Что собирать (FEEL)', 'Output element (FEEL)'), 'feel'),
    formula(desk, element, loop, 'completionCondition', {
      id: 'completionCondition',
      label: t('Закончить раньше, когда (FEEL)', 'Complete when (FEEL)'),
      hint: 'numberOfCompletedInstances >= 3',
    }),
  ]);
}

function adHoc(desk: Desk, element: Shape, subject: Moddle): Group | null {
  return group('adHoc', t('В любом порядке', 'Ad hoc'), [
    formula(desk, element, subject, 'completionCondition', {
      id: 'adHocCompletion',
      label: t('Закончить, когда (FEEL)', 'Complete when (FEEL)'),
    }),
    attribute(desk, element, subject, 'ordering', {
      id: 'ordering',
      label: t('Сразу сколько', 'How many at once'),
      choices: [
        ['Parallel', t('любое число', 'any number')],
        ['Sequential', t('по одному', 'one at a time')],
      ],
    }),
    flag(desk, element, subject, 'cancelRemainingInstances', t('Прекращать незаконченное', 'Cancel what is not finished')),
  ]);
}
