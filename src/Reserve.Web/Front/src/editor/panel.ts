import { activityType, extension, input, inputs, own, replaceExtension, setActivityType, setInput } from './elsa';
import { bound, choice, heading, make, text, tick } from './fields';
import { Catalog, is, Moddle, Parts, Shape } from './types';
import { t } from './words';

const humanTask = 'Reserve.HumanTask';
const decision = 'Reserve.Decision';

/** The properties of one element, as fields; each change is one undoable step of the model. */
export function properties(element: Shape, parts: Parts, catalog: Catalog): HTMLElement[] {
  const subject = element.businessObject;
  const set = (values: object): void => parts.modeling.updateProperties(element, values);
  const fields: HTMLElement[] = [
    text(t('Название', 'Name'), subject.name ?? '', (name) => set({ name: name || undefined }), { rows: 2 }),
    text(t('Идентификатор', 'Id'), subject.id ?? '', (id) => /^[A-Za-z_][\w.-]*$/.test(id) && set({ id }), {
      mono: true,
      hint: t(
        'Латинские буквы, цифры, «_», «-»; меняйте только у новых элементов.',
        'Letters, digits, “_”, “-”; change it on new elements only.',
      ),
    }),
  ];
  if (is(subject, 'UserTask')) {
    fields.push(...humanTaskFields(element, parts, catalog));
  } else if (is(subject, 'BusinessRuleTask')) {
    fields.push(...decisionFields(element, parts, catalog));
  } else if (is(subject, 'ServiceTask', 'SendTask')) {
    fields.push(...serviceFields(element, parts, catalog));
  } else if (is(subject, 'CallActivity')) {
    fields.push(
      choice(
        t('Вызываемый процесс', 'Called process'),
        subject.calledElement ?? '',
        [['', '—'], ...catalog.processes.map((process): [string, string] => [process.key, process.name])],
        (key) => set({ calledElement: key || undefined }),
      ),
    );
  }
  if (is(subject, 'SequenceFlow')) {
    fields.push(...flowFields(element, parts));
  }
  if (is(subject, 'BoundaryEvent')) {
    fields.push(
      tick(t('Прерывает работу', 'Interrupts the activity'), subject.cancelActivity !== false, (cancelActivity) => set({ cancelActivity })),
    );
  }
  const definition = (subject.eventDefinitions as Moddle[] | undefined)?.[0];
  if (definition) {
    fields.push(...eventFields(element, definition, parts));
  }
  const loop = subject.loopCharacteristics as Moddle | undefined;
  if (loop?.$type === 'bpmn:MultiInstanceLoopCharacteristics') {
    fields.push(...multiInstanceFields(element, loop, parts));
  }
  fields.push(
    text(
      t('Пояснение', 'Documentation'),
      subject.documentation?.[0]?.text ?? '',
      (words) =>
        parts.modeling.updateModdleProperties(element, subject, {
          documentation: words ? [own(parts.factory.create('bpmn:Documentation', { text: words }), subject)] : [],
        }),
      { rows: 2 },
    ),
  );
  return fields;
}

function humanTaskFields(element: Shape, parts: Parts, catalog: Catalog): HTMLElement[] {
  const field = (name: string, label: string, typeName = 'String', options: Parameters<typeof bound>[4] = {}): HTMLElement =>
    bound(label, typeName, input(element, name), (value) => setInput(parts, element, name, value, humanTask), options);
  const known = ['title', 'role', 'territory', 'assignee', 'due', 'form', 'page', 'result', 'outcome', 'outcomes'];
  return [
    heading(t('Задача человека', 'Human task')),
    field('title', t('Заголовок задачи', 'Task title'), 'String', { feel: input(element, 'title') === undefined }),
    field('role', t('Роль', 'Role'), 'String', { choices: catalog.roles.map((role) => [role.code, role.name]), required: true }),
    field('assignee', t('Исполнитель (id пользователя)', 'Assignee (user id)'), 'String', {
      feel: input(element, 'assignee') === undefined,
    }),
    field('territory', t('Территория', 'Territory'), 'String', { feel: input(element, 'territory') === undefined }),
    field('due', t('Срок', 'Due'), 'Object', {
      feel: input(element, 'due') === undefined,
      hint: t('Например duration("P7D") или deadlines.completeness', 'For example duration("P7D")'),
    }),
    field('form', t('Форма', 'Form'), 'String', { choices: catalog.forms.map((form) => [form, form]) }),
    field('page', t('Страница', 'Page'), 'String', { feel: input(element, 'page') === undefined }),
    field('result', t('Переменная для ответов', 'Variable for the answers')),
    field('outcome', t('Переменная для решения', 'Variable for the outcome')),
    field('outcomes', t('Кнопки решения (JSON)', 'Outcome buttons (JSON)'), 'Object'),
    ...otherInputs(element, parts, known, humanTask),
  ];
}

function decisionFields(element: Shape, parts: Parts, catalog: Catalog): HTMLElement[] {
  const field = (name: string, label: string, options: Parameters<typeof bound>[4] = {}): HTMLElement =>
    bound(label, 'String', input(element, name), (value) => setInput(parts, element, name, value, decision), options);
  return [
    heading(t('Решение по правилам', 'Decision')),
    field('model', t('Файл правил', 'Rules file'), { choices: catalog.rules.map((rule) => [rule, rule]), required: true }),
    field('decisionRef', t('Идентификатор решения', 'Decision id'), { required: true }),
    field('resultVariable', t('Переменная для результата', 'Result variable')),
    ...otherInputs(element, parts, ['model', 'decisionRef', 'resultVariable'], decision),
  ];
}

function serviceFields(element: Shape, parts: Parts, catalog: Catalog): HTMLElement[] {
  const type = activityType(element);
  const activity = catalog.activities.find((candidate) => candidate.type === type);
  return [
    heading(t('Действие системы', 'Activity')),
    choice(
      t('Тип действия', 'Activity type'),
      type,
      [
        ['', '—'],
        ...catalog.activities.map((candidate): [string, string] => [
          candidate.type,
          candidate.title ? `${candidate.title} (${candidate.type})` : candidate.type,
        ]),
      ],
      (chosen) => setActivityType(parts, element, chosen),
    ),
    ...(activity?.inputs ?? []).map((declared) => {
      const name = inputs(element).find((entry) => entry.name.toLowerCase() === declared.name.toLowerCase())?.name ?? camel(declared.name);
      const choices = declared.typeName.includes('|')
        ? declared.typeName.split('|').map((code): [string, string] => [code, code])
        : undefined;
      return bound(
        name,
        choices ? 'String' : declared.typeName,
        input(element, name),
        (value) => setInput(parts, element, name, value, type),
        { required: declared.required, choices, feel: input(element, name) === undefined && !choices },
      );
    }),
    ...(type
      ? otherInputs(
          element,
          parts,
          (activity?.inputs ?? []).map((declared) => declared.name),
          type,
        )
      : []),
  ];
}

/** Inputs that the file has and the activity does not declare stay visible, and new ones can be added by name. */
function otherInputs(element: Shape, parts: Parts, known: string[], type: string): HTMLElement[] {
  const names = known.map((name) => name.toLowerCase());
  const more = inputs(element).filter((entry) => !names.includes(entry.name.toLowerCase()));
  const name = make('input', {
    class: 'form-control form-control-sm',
    placeholder: t('имя входа', 'input name'),
    'aria-label': t('Имя нового входа', 'Name of a new input'),
  });
  const add = make('button', { type: 'button', class: 'btn btn-sm' }, t('Добавить вход', 'Add an input'));
  add.addEventListener(
    'click',
    () => /^\w+$/.test(name.value) && setInput(parts, element, name.value, { typeName: 'Object', type: 'Feel', value: 'null' }, type),
  );
  return [
    ...more.map((entry) =>
      bound(entry.name, entry.value.typeName, entry.value, (value) => setInput(parts, element, entry.name, value, type)),
    ),
    make('div', { class: 'd-flex gap-2 mb-2' }, name, add),
  ];
}

function flowFields(element: Shape, parts: Parts): HTMLElement[] {
  const flow = element.businessObject;
  const source = flow.sourceRef as Moddle;
  if (!is(source, 'ExclusiveGateway', 'InclusiveGateway', 'ComplexGateway', 'Activity')) {
    return [];
  }
  const isDefault = source.default === flow;
  return [
    text(
      t('Условие (FEEL)', 'Condition (FEEL)'),
      flow.conditionExpression?.body ?? '',
      (body) =>
        parts.modeling.updateProperties(element, {
          conditionExpression: expression(parts, flow, body),
        }),
      { mono: true, rows: 2, hint: t('Например zone = "Risk"', 'For example zone = "Risk"') },
    ),
    tick(t('Путь по умолчанию', 'Default flow'), isDefault, (value) =>
      parts.modeling.updateModdleProperties(element, source, { default: value ? flow : undefined }),
    ),
  ];
}

function eventFields(element: Shape, definition: Moddle, parts: Parts): HTMLElement[] {
  const change = (values: object): void => parts.modeling.updateModdleProperties(element, definition, values);
  if (definition.$type === 'bpmn:TimerEventDefinition') {
    const kinds: [string, string][] = [
      ['timeDuration', t('через промежуток', 'after a duration')],
      ['timeDate', t('в момент', 'at a moment')],
      ['timeCycle', t('повторять', 'cycle')],
    ];
    const kind = kinds.find(([name]) => definition[name])?.[0] ?? 'timeDuration';
    const write = (name: string, body: string): void =>
      change({ timeDuration: undefined, timeDate: undefined, timeCycle: undefined, [name]: expression(parts, definition, body) });
    return [
      heading(t('Таймер', 'Timer')),
      choice(t('Вид', 'Kind'), kind, kinds, (name) => write(name, definition[kind]?.body ?? 'P1D')),
      text(t('Значение (FEEL или ISO 8601)', 'Value (FEEL or ISO 8601)'), definition[kind]?.body ?? '', (body) => write(kind, body), {
        mono: true,
        hint: t('Например P5D, R3/PT1H, deadlines.correction', 'For example P5D, R3/PT1H'),
      }),
    ];
  }
  const named = {
    'bpmn:MessageEventDefinition': 'message',
    'bpmn:SignalEventDefinition': 'signal',
    'bpmn:ErrorEventDefinition': 'error',
    'bpmn:EscalationEventDefinition': 'escalation',
  } as Record<string, string>;
  const kind = named[definition.$type];
  if (kind) {
    const type = `bpmn:${kind[0].toUpperCase()}${kind.slice(1)}`;
    const roots = (parts.definitions().rootElements as Moddle[]).filter((root) => root.$type === type);
    const code = kind === 'error' ? 'errorCode' : kind === 'escalation' ? 'escalationCode' : 'name';
    const label = {
      message: t('Сообщение', 'Message'),
      signal: t('Сигнал', 'Signal'),
      error: t('Код ошибки', 'Error code'),
      escalation: t('Код эскалации', 'Escalation code'),
    }[kind]!;
    return [
      text(
        label,
        definition[`${kind}Ref`]?.[code] ?? '',
        (name) => {
          let root = roots.find((candidate) => candidate[code] === name);
          if (name && !root) {
            root = own(parts.factory.create(type, { [code]: name, name }), parts.definitions());
            parts.definitions().rootElements.push(root);
          }
          change({ [`${kind}Ref`]: name ? root : undefined });
        },
        { list: roots.map((root) => root[code]).filter(Boolean), mono: true },
      ),
    ];
  }
  return [];
}

function multiInstanceFields(element: Shape, loop: Moddle, parts: Parts): HTMLElement[] {
  const own_ = extension(loop, 'reserve:MultiInstance');
  const values = {
    collection: own_?.collection ?? loop.loopDataInputRef?.name ?? loop.loopDataInputRef?.id ?? '',
    item: own_?.item ?? loop.inputDataItem?.name ?? loop.inputDataItem?.id ?? '',
    outputCollection: own_?.outputCollection ?? loop.loopDataOutputRef?.name ?? loop.loopDataOutputRef?.id ?? '',
    outputItem: own_?.outputItem ?? loop.outputDataItem?.name ?? loop.outputDataItem?.id ?? '',
  };
  const write = (name: string, value: string): void => {
    const all = Object.fromEntries(Object.entries({ ...values, [name]: value }).filter(([, text]) => text));
    replaceExtension(parts, element, loop, own_, parts.factory.create('reserve:MultiInstance', all));
  };
  return [
    heading(t('Несколько исполнителей', 'Multiple instances')),
    tick(t('По очереди', 'One after another'), loop.isSequential === true, (isSequential) =>
      parts.modeling.updateModdleProperties(element, loop, { isSequential }),
    ),
    text(t('Список (FEEL)', 'Collection (FEEL)'), values.collection, (value) => write('collection', value), { mono: true }),
    text(t('Переменная элемента', 'Item variable'), values.item, (value) => write('item', value), { mono: true }),
    text(t('Список результатов', 'Output list'), values.outputCollection, (value) => write('outputCollection', value), { mono: true }),
    text(t('Переменная результата', 'Output variable'), values.outputItem, (value) => write('outputItem', value), { mono: true }),
    text(
      t('Закончить раньше, когда (FEEL)', 'Complete when (FEEL)'),
      loop.completionCondition?.body ?? '',
      (body) =>
        parts.modeling.updateModdleProperties(element, loop, {
          completionCondition: expression(parts, loop, body),
        }),
      { mono: true, hint: 'numberOfCompletedInstances >= 3' },
    ),
  ];
}

function expression(parts: Parts, owner: Moddle, body: string): Moddle | undefined {
  return body ? own(parts.factory.create('bpmn:FormalExpression', { body }), owner) : undefined;
}

const camel = (name: string): string => name[0].toLowerCase() + name.slice(1);
