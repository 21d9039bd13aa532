import { activityType, extension, input, inputs, outputs } from './elsa';
import { Name } from './feel-editor';
import { Catalog, definitionsOf, is, Moddle, Shape } from './types';
import { t } from '../kit/words';
import { shown } from './values';

/**
 * The variables that may be set when an element is reached: what the elements before it set (loops included), what the start gives, the
 * elements of the lists around it. A name of a known shape comes with the ways into it.
 */
export function namesAt(element: Shape, catalog: Catalog): Name[] {
  const found = new Map<string, Name>();
  const add = (name: string, from: string, members: string[] = []): void => {
    if (name && !found.has(name)) {
      found.set(name, { name, detail: from });
    }
    members.forEach((member) => {
      const path = `${name}.${member}`;
      if (name && !found.has(path)) {
        found.set(path, { name: path, detail: from });
      }
    });
  };
  const subject = element.businessObject;
  const place = is(subject, 'SequenceFlow') ? (subject.sourceRef as Moddle) : subject;
  const process = around(place).at(-1);
  (catalog.given[process?.id ?? ''] ?? []).forEach((name) => add(name, t('при запуске', 'at the start')));
  for (const node of before(place, is(subject, 'SequenceFlow'))) {
    sets(node, catalog, (name, members) => add(name, node.name || node.id || '', members));
  }
  // What the element itself gives is known to what it keeps of it, to its loop and to what hangs on it.
  sets(place, catalog, (name, members) => add(name, t('этот элемент', 'this element'), members));
  for (const scope of [place, ...around(place)]) {
    within(scope, add);
  }
  if (process) {
    readElsewhere(process, place).forEach((name) => add(name, t('читают и другие элементы', 'other elements read it too')));
  }
  return [...found.values()];
}

/**
 * What the start and messages bring stands nowhere in a drawing; a name that two other elements read, and none sets, is taken for such
 * a one. A slip of the pen is seldom repeated.
 */
function readElsewhere(process: Moddle, place: Moddle): string[] {
  const readers = new Map<string, number>();
  const visit = (scope: Moddle): void =>
    ((scope.flowElements as Moddle[] | undefined) ?? []).forEach((node) => {
      if (node !== place) {
        const names = new Set(formulasOf(node).flatMap(namesIn));
        names.forEach((name) => readers.set(name, (readers.get(name) ?? 0) + 1));
      }
      visit(node);
    });
  visit(process);
  return [...readers].filter(([, count]) => count > 1).map(([name]) => name);
}

function formulasOf(node: Moddle): string[] {
  const bound = inputs({ businessObject: node } as Shape)
    .filter(({ value }) => value.type === 'Feel')
    .map(({ value }) => String(value.value));
  return [
    ...bound,
    (node.conditionExpression?.body as string | undefined) ?? '',
    ...definitionsOf(node, 'Conditional').map((definition) => (definition.condition?.body as string | undefined) ?? ''),
    ...definitionsOf(node, 'Timer').map((timer) => (timer.timeDuration ?? timer.timeDate ?? timer.timeCycle)?.body ?? ''),
  ].filter((text) => !/^R?\d*\/?P[\dT]/.test(text));
}

/** The names that stand alone in a formula: not within a text, after a point, or before a bracket or a colon. */
function namesIn(formula: string): string[] {
  const bare = formula.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  return [...bare.matchAll(/(?<![\p{L}\p{N}_.])[\p{L}_][\p{L}\p{N}_]*(?![\p{L}\p{N}_]|\s*[(:])/gu)]
    .map(([name]) => name)
    .filter((name) => !words.has(name));
}

const words = new Set([
  'if',
  'then',
  'else',
  'for',
  'in',
  'return',
  'some',
  'every',
  'satisfies',
  'between',
  'and',
  'or',
  'not',
  'true',
  'false',
  'null',
  'item',
]);

/** The scopes around an element, from the inside out; the last is the process. */
function around(node: Moddle): Moddle[] {
  const scopes: Moddle[] = [];
  for (let parent = node.$parent; parent && is(parent, 'FlowElementsContainer'); parent = parent.$parent) {
    scopes.push(parent);
  }
  return scopes;
}

/** Every element that may have been passed before this one. */
function before(place: Moddle, itself: boolean): Moddle[] {
  const seen = new Set<Moddle>();
  const waiting: Moddle[] = [];
  const visit = (node: Moddle | undefined): void => {
    if (node && !seen.has(node)) {
      seen.add(node);
      waiting.push(node);
    }
  };
  const enter = (node: Moddle): void => {
    ((node.incoming as Moddle[] | undefined) ?? []).forEach((flow) => visit(flow.sourceRef));
    const scope = node.$parent;
    if (node.attachedToRef) {
      enter(node.attachedToRef as Moddle);
    }
    if (scope && is(scope, 'SubProcess')) {
      // An event subprocess may start at any time: everything beside it may have been passed.
      if (scope.triggeredByEvent === true) {
        ((scope.$parent?.flowElements as Moddle[] | undefined) ?? []).filter((one) => one !== scope).forEach(visit);
      }
      enter(scope);
    }
  };
  if (itself) {
    visit(place);
  } else {
    enter(place);
  }
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    enter(node);
    // What a finished subprocess set inside is seen after it.
    ((node.flowElements as Moddle[] | undefined) ?? []).forEach(visit);
  }
  return [...seen];
}

type Add = (name: string, members?: string[]) => void;

function sets(node: Moddle, catalog: Catalog, add: Add): void {
  const element = { businessObject: node } as Shape;
  const kept = outputs(element);
  kept.filter((entry) => entry.name !== '*').forEach((entry) => add(entry.name));
  const loop = node.loopCharacteristics && extension(node.loopCharacteristics as Moddle, 'reserve:MultiInstance');
  add(loop?.outputCollection ?? '');
  ((node.dataOutputAssociations as Moddle[] | undefined) ?? []).forEach((one) => add(one.targetRef?.name ?? ''));
  if (is(node, 'UserTask')) {
    const form = catalog.forms.find((one) => one.name === shown(input(element, 'form')));
    const result = shown(input(element, 'result'));
    if (result) {
      add(result, form?.fields);
    } else {
      form?.fields.forEach((field) => add(field));
    }
    add(shown(input(element, 'outcome')));
    catalog.commands?.find((command) => command.name === shown(input(element, 'command')))?.gives.forEach((name) => add(name));
    (catalog.given[node.id!] ?? []).forEach((name) => add(name));
  } else if (is(node, 'StartEvent') && activityType(element) === catalog.start.type) {
    catalog.start.gives.forEach((name) => add(name));
  } else if (is(node, 'StartEvent') && activityType(element) === catalog.watch.type) {
    catalog.watch.gives.forEach((name) => add(name));
  } else if (is(node, 'StartEvent') && node.$parent && is(node.$parent, 'Process') && definitionsOf(node, 'Timer').length > 0) {
    catalog.timer.gives.forEach((name) => add(name));
  } else if (is(node, 'ScriptTask')) {
    keysOf((node.script as string | undefined) ?? '').forEach((name) => add(name));
  } else if (input(element, 'decisionRef')) {
    const reference = shown(input(element, 'decisionRef'));
    const decision = catalog.decisions.find((one) => one.id === reference || one.name === reference);
    const result = shown(input(element, 'resultVariable'));
    if (result) {
      add(result, decision?.outputs);
    } else {
      (decision?.outputs.length ? decision.outputs : [reference]).forEach((name) => add(name));
    }
  } else if (kept.length === 0 || kept.some((entry) => entry.name === '*')) {
    const activity = catalog.activities.find((one) => one.type === activityType(element));
    activity?.outputs.forEach((output) => add(output.name, output.members));
    if (activity?.givesItsInputs) {
      inputs(element).forEach(({ value }) => keysOf(String(value.value)).forEach((name) => add(name)));
    }
  }
  const awaited = is(node, 'ReceiveTask') ? [node] : is(node, 'CatchEvent') ? definitionsOf(node, 'Message') : [];
  for (const { messageRef } of awaited) {
    (catalog.given[messageRef?.name ?? ''] ?? []).forEach((name) => add(name));
  }
}

/** What is known inside a scope or an activity: its data, the element of its list. */
function within(scope: Moddle, add: (name: string, from: string, members?: string[]) => void): void {
  const from = scope.name || scope.id || '';
  ((scope.flowElements as Moddle[] | undefined) ?? [])
    .filter((one) => is(one, 'DataObjectReference', 'DataObject'))
    .forEach((one) => add(one.name ?? '', t('данные', 'data')));
  ((scope.properties as Moddle[] | undefined) ?? []).forEach((one) => add(one.name ?? '', t('данные', 'data')));
  const loop = scope.loopCharacteristics as Moddle | undefined;
  if (loop) {
    const ours = extension(loop, 'reserve:MultiInstance');
    add(ours?.item ?? loop.inputDataItem?.name ?? loop.inputDataItem?.id ?? '', from);
    add('loopCounter', from);
    if (loop.$type === 'bpmn:MultiInstanceLoopCharacteristics') {
      ['numberOfInstances', 'numberOfActiveInstances', 'numberOfCompletedInstances', 'numberOfTerminatedInstances'].forEach((name) =>
        add(name, from),
      );
    }
  }
  if (is(scope, 'ComplexGateway')) {
    add('activationCount', from);
  }
  if (is(scope, 'CallActivity')) {
    inputs({ businessObject: scope } as Shape).forEach((entry) => add(entry.name, from));
  }
}

/** The names that a script's context gives: the keys of its outermost braces. */
function keysOf(script: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < script.length; at++) {
    const letter = script[at];
    if (letter === '"' && script[at - 1] !== '\\') {
      quoted = !quoted;
    } else if (!quoted && '{[('.includes(letter)) {
      depth++;
    } else if (!quoted && '}])'.includes(letter)) {
      depth--;
    }
    if (!quoted && depth === 1 && (letter === '{' || letter === ',')) {
      const key = /^\s*"?([\p{L}_][\p{L}\p{N}_ ]*?)"?\s*:/u.exec(script.slice(at + 1))?.[1];
      if (key) {
        keys.push(key);
      }
    }
  }
  return keys;
}
