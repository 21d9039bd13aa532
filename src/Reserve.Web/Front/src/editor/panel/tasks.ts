import { activityType, input, inputs, outputs, setActivityType, setInputs, setOutputs } from '../elsa';
import { Activity, is, Moddle, Shape } from '../types';
import { shown } from '../values';
import { t } from '../../kit/words';
import { Entry } from './field';
import { attribute, bound, Desk, Group, group, mapping, otherInputs } from './group';

export const humanTask = 'Reserve.HumanTask';
export const decisionTask = 'Reserve.Decision';
export const callBinding = 'Reserve.Call';

/** What each kind of task does: whom it asks, which activity, decision, process or script it runs, and what it keeps of the result. */
export function taskGroups(desk: Desk, element: Shape): (Group | null)[] {
  const subject = element.businessObject;
  if (is(subject, 'UserTask')) {
    return humanGroups(desk, element);
  }
  if (is(subject, 'AdHocSubProcess')) {
    return adHocGroups(desk, element);
  }
  if (
    is(subject, 'BusinessRuleTask') &&
    (activityType(element) === '' || activityType(element) === decisionTask || input(element, 'decisionRef'))
  ) {
    return decisionGroups(desk, element);
  }
  if (is(subject, 'ScriptTask')) {
    return [scriptGroup(desk, element, subject)];
  }
  if (is(subject, 'CallActivity')) {
    return callGroups(desk, element, subject);
  }
  if (is(subject, 'ServiceTask', 'BusinessRuleTask') || (is(subject, 'SendTask') && !subject.messageRef)) {
    return activityGroups(desk, element);
  }
  return [];
}

function humanGroups(desk: Desk, element: Shape): (Group | null)[] {
  const { catalog } = desk;
  const field = (name: string, label: string, typeName = 'String', options: Parameters<typeof bound>[6] = {}): Entry =>
    bound(desk, element, humanTask, name, label, typeName, options);
  const form = catalog.forms.find((one) => one.name === shown(input(element, 'form')));
  return [
    group('humanTask', t('Задача человека', 'Human task'), [
      field('title', t('Заголовок задачи', 'Task title')),
      field('role', t('Роль', 'Role'), 'String', {
        choices: catalog.roles.map((role) => [role.code, role.name]),
        required: input(element, 'assignee') === undefined,
      }),
      field('assignee', t('Исполнитель', 'Assignee'), 'String', { choices: catalog.people.map((person) => [person.id, person.name]) }),
      field('territory', t('Территория', 'Territory')),
      field('form', t('Форма', 'Form'), 'String', {
        choices: catalog.forms.map((one) => [one.name, one.title ? `${one.title} (${one.name})` : one.name]),
        hint: form && form.fields.length > 0 ? `${t('Поля', 'Fields')}: ${form.fields.join(', ')}` : undefined,
      }),
      (catalog.commands?.length ?? 0) > 0 &&
        field('command', t('Команда страницы', 'Command of a page'), 'String', {
          kind: 'text',
          choices: catalog.commands!.map((command) => [command.name, `${command.title} (${command.name})`]),
          hint: t(
            'Кто выполняет команду о том же предмете, завершает задачу.',
            'Whoever carries it out for the same subject completes the task.',
          ),
        }),
      field('page', t('Страница', 'Page'), 'String', { suggestions: catalog.pages }),
      field('result', t('Переменная для ответов', 'Variable for the answers'), 'String', { kind: 'text', validate: variable }),
      field('outcome', t('Переменная для решения', 'Variable for the outcome'), 'String', { kind: 'text', validate: variable }),
      field('outcomes', t('Кнопки решения', 'Outcome buttons'), 'List', {
        hint: t(
          'Например [{value: "approve", ru: "Утвердить", en: "Approve"}]',
          'For example [{value: "approve", ru: "Утвердить", en: "Approve"}]',
        ),
      }),
    ]),
    deadlineGroup(desk, element, field),
    otherInputs(desk, element, humanTask, [
      'title',
      'role',
      'territory',
      'assignee',
      ...deadlineInputs,
      'form',
      ...(catalog.commands?.length ? ['command'] : []),
      'page',
      'result',
      'outcome',
      'outcomes',
    ]),
    outputGroup(desk, element, humanTask),
  ];
}

/** Who picks the activities of an ad-hoc subprocess: they have it among their tasks. */
function adHocGroups(desk: Desk, element: Shape): (Group | null)[] {
  const { catalog } = desk;
  const field = (name: string, label: string, typeName = 'String', options: Parameters<typeof bound>[6] = {}): Entry =>
    bound(desk, element, humanTask, name, label, typeName, options);
  return [
    group('humanTask', t('Кто выбирает работы', 'Who picks the works'), [
      field('title', t('Заголовок в списке задач', 'Title in the list of tasks')),
      field('role', t('Роль', 'Role'), 'String', {
        choices: catalog.roles.map((role) => [role.code, role.name]),
        required: input(element, 'assignee') === undefined,
      }),
      field('assignee', t('Исполнитель', 'Assignee'), 'String', { choices: catalog.people.map((person) => [person.id, person.name]) }),
      field('territory', t('Территория', 'Territory')),
      field('mayEnd', t('Может закончить вручную', 'May end it by hand'), 'Boolean', {
        choices: [
          ['true', t('да', 'yes')],
          ['false', t('нет', 'no')],
        ],
        hint: t(
          'Без выбора: да, если нет условия «Закончить, когда».',
          'Without a choice: yes, unless there is a condition “Complete when”.',
        ),
      }),
    ]),
    deadlineGroup(desk, element, field),
    otherInputs(desk, element, humanTask, ['title', 'role', 'territory', 'assignee', 'mayEnd', ...deadlineInputs]),
  ];
}

const deadlineInputs = ['due', 'remind', 'remindLetter', 'escalateAt', 'escalateTo', 'escalateLetter'];

/** By when, and what the program tells before and after: none of it is drawn. */
function deadlineGroup(
  desk: Desk,
  element: Shape,
  field: (name: string, label: string, typeName?: string, options?: Parameters<typeof bound>[6]) => Entry,
): Group | null {
  const { letters } = desk.catalog;
  return group('deadline', t('Срок и напоминания', 'Deadline and reminders'), [
    field('due', t('Срок', 'Due'), 'Object', {
      hint: t(
        '10 рабочих дней, 5 дней, P1M, дата – или формула: deadlines.brief',
        '10 рабочих дней (working days), 5 дней (days), P1M, a date – or a formula: deadlines.brief',
      ),
    }),
    field('remind', t('Напомнить до срока за', 'Remind before by'), 'Object', {
      hint: t('2 рабочих дня, P1D: исполнителю, утром того дня', '2 рабочих дня, P1D: whoever has the task, in the morning'),
    }),
    field('remindLetter', t('Письмо напоминания', 'Letter of the reminder'), 'String', { kind: 'text', suggestions: letters }),
    field('escalateAt', t('Сообщить о просрочке через', 'Tell of lateness after'), 'Object', {
      hint: t('Пусто: сразу, как срок прошёл', 'Empty: as soon as it has passed'),
    }),
    field('escalateTo', t('Кому, кроме исполнителя', 'Whom besides the assignee'), 'String', {
      suggestions: desk.catalog.roles.map((role) => role.code),
      hint: t('Роли через запятую: Administrator', 'Roles with commas: Administrator'),
    }),
    field('escalateLetter', t('Письмо о просрочке', 'Letter of lateness'), 'String', { kind: 'text', suggestions: letters }),
  ]);
}

/** Names of variables are plain words. */
export const variable = (text: string): string | undefined =>
  text === '' || /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text)
    ? undefined
    : t('Имя переменной: буквы, цифры и «_», с буквы.', 'A variable’s name: letters, digits and “_”, beginning with a letter.');

function decisionGroups(desk: Desk, element: Shape): (Group | null)[] {
  const { decisions } = desk.catalog;
  const file = shown(input(element, 'model'));
  const reference = shown(input(element, 'decisionRef'));
  const chosen = decisions.find((one) => (file === '' || one.file === file) && (one.id === reference || one.name === reference));
  const pick = (text: string): void => {
    const one = decisions.find((candidate) => `${candidate.file}#${candidate.id}` === text);
    const rest = inputs(element).filter((entry) => !['model', 'decisionref'].includes(entry.name.toLowerCase()));
    const literal = (name: string, value: string) => ({ name, value: { typeName: 'String', type: 'Literal' as const, value } });
    setInputs(desk.parts, element, one ? [literal('model', one.file), literal('decisionRef', one.id), ...rest] : rest, decisionTask);
  };
  return [
    group('decision', t('Решение по правилам', 'Decision'), [
      desk.field({
        id: 'decision',
        label: t('Решение', 'Decision'),
        required: true,
        choices: decisions.map((one) => [`${one.file}#${one.id}`, `${one.name} (${one.file.replace(/^rules\//, '')})`]),
        get: () => ({ feel: false, text: chosen ? `${chosen.file}#${chosen.id}` : reference && `${file}#${reference}` }),
        set: ({ text }) => pick(text),
        hint: chosen && chosen.outputs.length > 0 ? `${t('Даёт', 'Gives')}: ${chosen.outputs.join(', ')}` : undefined,
      }),
      bound(desk, element, decisionTask, 'resultVariable', t('Переменная для результата', 'Result variable'), 'String', {
        kind: 'text',
        validate: variable,
      }),
      ...(chosen?.inputs ?? []).map((name) => bound(desk, element, decisionTask, name, name, 'Object')),
    ]),
    otherInputs(desk, element, decisionTask, ['model', 'decisionRef', 'resultVariable', ...(chosen?.inputs ?? [])]),
    outputGroup(desk, element, decisionTask),
  ];
}

function activityGroups(desk: Desk, element: Shape): (Group | null)[] {
  const type = activityType(element);
  const activity = desk.catalog.activities.find((candidate) => candidate.type === type);
  const declared = activity?.inputs ?? [];
  const says = activity && [
    activity.outputs.length > 0 && `${t('Даёт', 'Gives')}: ${activity.outputs.map((output) => output.name).join(', ')}`,
    activity.refusals.length > 0 && `${t('Отказы', 'Refusals')}: ${activity.refusals.map((refusal) => refusal.code).join(', ')}`,
  ];
  return [
    group('activity', t('Действие системы', 'Activity'), [
      desk.field({
        id: 'activityType',
        label: t('Тип действия', 'Activity type'),
        choices: desk.catalog.activities.map((one) => [one.type, one.title ? `${one.title} (${one.type})` : one.type]),
        get: () => ({ feel: false, text: type }),
        set: ({ text }) => setActivityType(desk.parts, element, text),
        hint: (says || []).filter(Boolean).join('. ') || undefined,
      }),
      ...(type ? declared.map((one) => declaredInput(desk, element, type, one)) : []),
    ]),
    type
      ? otherInputs(
          desk,
          element,
          type,
          declared.map((one) => one.name),
        )
      : null,
    type ? outputGroup(desk, element, type, activity) : null,
  ];
}

function declaredInput(desk: Desk, element: Shape, type: string, declared: Activity['inputs'][number]): Entry {
  const name =
    inputs(element).find((entry) => entry.name.toLowerCase() === declared.name.toLowerCase())?.name ??
    declared.name[0].toLowerCase() + declared.name.slice(1);
  const closed = declared.typeName === 'Boolean' ? 'true|false' : declared.typeName.includes('|') ? declared.typeName : null;
  return bound(desk, element, type, name, name, closed && declared.typeName !== 'Boolean' ? 'String' : declared.typeName, {
    required: declared.required,
    suggestions: { template: [...desk.catalog.templates, ...desk.catalog.letters], letter: desk.catalog.letters }[name.toLowerCase()],
    choices: closed?.split('|').map((code) => [code, code]),
  });
}

/** What of the result becomes variables; an empty list keeps everything. */
export function outputGroup(desk: Desk, element: Shape, type: string, activity?: Activity): Group {
  return mapping(desk, {
    id: 'outputs',
    label: t('Что сохранить из результата', 'What to keep of the result'),
    present: outputs(element),
    shown: () => true,
    change: (list) => setOutputs(desk.parts, element, list, type),
    nameLabel: t('Переменная', 'Variable'),
    valueLabel: t('Значение', 'Value'),
    suggestions: activity?.outputs.map((output) => output.name),
    kind: 'feel',
    fresh: 'result',
  });
}

function scriptGroup(desk: Desk, element: Shape, subject: Moddle): Group | null {
  return group('script', t('Сценарий', 'Script'), [
    desk.field({
      id: 'script',
      label: t('Сценарий (FEEL)', 'Script (FEEL)'),
      kind: 'feel',
      get: () => ({ feel: true, text: subject.script ?? '' }),
      set: ({ text }) => desk.parts.modeling.updateProperties(element, { script: text || undefined, scriptFormat: undefined }),
      hint: t('Контекст новых переменных: {сумма: a + b}', 'A context of new variables: {sum: a + b}'),
    }),
    subject.scriptFormat &&
      attribute(desk, element, subject, 'scriptFormat', {
        id: 'scriptFormat',
        label: t('Язык (исполняется FEEL)', 'Language (FEEL is run)'),
      }),
  ]);
}

function callGroups(desk: Desk, element: Shape, subject: Moddle): (Group | null)[] {
  const called = (subject.calledElement as string | undefined) ?? '';
  return [
    group('call', t('Вызов процесса', 'Called process'), [
      desk.field({
        id: 'calledElement',
        label: t('Вызываемый процесс', 'Called process'),
        kind: 'both',
        required: true,
        choices: desk.catalog.processes.map((process) => [process.key, process.name]),
        get: () => ({ feel: called.startsWith('='), text: called.replace(/^=\s*/, '') }),
        set: ({ feel, text }) => desk.parts.modeling.updateProperties(element, { calledElement: feel ? `=${text}` : text || undefined }),
      }),
      everything(desk, element, 'inputs', t('Передать все переменные', 'Pass all variables')),
      everything(desk, element, 'outputs', t('Взять все переменные обратно', 'Take all variables back')),
    ]),
    mapping(desk, {
      id: 'inputs',
      label: t('Передать', 'In mappings'),
      present: inputs(element),
      shown: (entry) => entry.name !== '*',
      change: (list) => setInputs(desk.parts, element, list, callBinding),
      nameLabel: t('Переменная вызванного', 'Variable of the called process'),
      valueLabel: t('Значение', 'Value'),
      kind: 'both',
      fresh: 'input',
    }),
    mapping(desk, {
      id: 'outputs',
      label: t('Взять обратно', 'Out mappings'),
      present: outputs(element),
      shown: (entry) => entry.name !== '*',
      change: (list) => setOutputs(desk.parts, element, list, callBinding),
      nameLabel: t('Переменная здесь', 'Variable here'),
      valueLabel: t('Значение из вызванного', 'Value from the called process'),
      kind: 'feel',
      fresh: 'result',
    }),
  ];
}

/** A mapping named "*" stands for all variables. */
function everything(desk: Desk, element: Shape, side: 'inputs' | 'outputs', label: string): Entry {
  const present = side === 'inputs' ? inputs(element) : outputs(element);
  const set = side === 'inputs' ? setInputs : setOutputs;
  return desk.field({
    id: `all-${side}`,
    label,
    choices: [['true', t('да', 'yes')]],
    get: () => ({ feel: false, text: present.some((entry) => entry.name === '*') ? 'true' : '' }),
    set: ({ text }) => {
      const rest = present.filter((entry) => entry.name !== '*');
      const all = { name: '*', value: { typeName: 'Object', type: 'Feel' as const, value: 'null' } };
      set(desk.parts, element, text ? [all, ...rest] : rest, callBinding);
    },
  });
}
