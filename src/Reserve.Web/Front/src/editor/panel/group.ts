import { CheckboxEntry, Group as GroupComponent, isCheckboxEntryEdited, ListGroup } from '@bpmn-io/properties-panel';
import { input, inputs, Named, own, setInput, setInputs as setAll, Value } from '../elsa';
import { Catalog, Moddle, Parts, Shape } from '../types';
import { valueOf, written } from '../values';
import { t } from '../../kit/words';
import { Entry, Field } from './field';

/** What every group of the panel is made with. */
export interface Desk {
  parts: Parts;
  catalog: Catalog;
  field: (field: Field) => Entry;
}

export interface Group {
  id: string;
  label: string;
  component: unknown;
  shouldOpen?: boolean;
  entries?: Entry[];
  items?: Item[];
  add?: (event: Event) => void;
}

interface Item {
  id: string;
  label: string;
  entries: Entry[];
  autoFocusEntry?: string;
  remove: (event: Event) => void;
}

export const group = (id: string, label: string, entries: (Entry | false | null | undefined)[]): Group | null => {
  const present = entries.filter((entry): entry is Entry => Boolean(entry));
  return present.length === 0 ? null : { id, label, component: GroupComponent, entries: present, shouldOpen: true };
};

/** A group that is seldom needed: it opens by a click. */
export function closed(...parts: Parameters<typeof group>): Group | null {
  const made = group(...parts);
  return made && { ...made, shouldOpen: false };
}

/** A field of an attribute or a child expression of the element itself, or of a part of it. */
export function attribute(
  desk: Desk,
  element: Shape,
  owner: Moddle,
  name: string,
  field: Omit<Field, 'get' | 'set'> & { read?: (value: unknown) => string; write?: (text: string) => unknown },
): Entry {
  const {
    read = (value) => (value === undefined || value === null ? '' : String(value)),
    write = (text) => text || undefined,
    ...rest
  } = field;
  return desk.field({
    ...rest,
    get: () => ({ feel: field.kind === 'feel', text: read(owner.get(name)) }),
    set: ({ text }) => desk.parts.modeling.updateModdleProperties(element, owner, { [name]: write(text) }),
  });
}

/** A FEEL expression as a child element of the owner. */
export function formula(desk: Desk, element: Shape, owner: Moddle, name: string, field: Omit<Field, 'get' | 'set' | 'kind'>): Entry {
  return desk.field({
    ...field,
    kind: 'feel',
    get: () => ({ feel: true, text: body(owner, name) }),
    set: ({ text }) => desk.parts.modeling.updateModdleProperties(element, owner, { [name]: expression(desk.parts, owner, text) }),
  });
}

/** The text of an expression without the mark that some tools begin FEEL with. */
export const body = (owner: Moddle, name: string): string =>
  ((owner.get(name)?.body as string | undefined) ?? '').trim().replace(/^=\s*/, '');

export function expression(parts: Parts, owner: Moddle, text: string): Moddle | undefined {
  return text ? own(parts.factory.create('bpmn:FormalExpression', { body: text }), owner) : undefined;
}

/** An input of the element's binding. */
export function bound(
  desk: Desk,
  element: Shape,
  type: string,
  name: string,
  label: string,
  typeName = 'String',
  options: Partial<Field> = {},
): Entry {
  const present = input(element, name);
  return desk.field({
    id: `input-${name}`,
    label,
    kind: 'both',
    ...options,
    get: () => written(input(element, name)),
    set: (value) => setInput(desk.parts, element, name, valueOf(value, present?.typeName ?? typeName), type),
  });
}

/** A list of names with values: what goes in, or what is taken out. */
export function mapping(
  desk: Desk,
  options: {
    id: string;
    label: string;
    present: Named[];
    shown: (entry: Named) => boolean;
    change: (list: Named[]) => void;
    nameLabel: string;
    valueLabel: string;
    suggestions?: string[];
    kind: 'both' | 'feel';
    fresh: string;
  },
): Group {
  const { id, label, present, shown, change, nameLabel, valueLabel, suggestions, kind } = options;
  const replace = (at: number, ...entries: Named[]): void => change([...present.slice(0, at), ...entries, ...present.slice(at + 1)]);
  return {
    id,
    label,
    component: ListGroup,
    shouldOpen: true,
    items: present.flatMap((entry, at) =>
      shown(entry)
        ? [
            {
              id: `${id}-${at}`,
              label: entry.name === '*' ? t('все переменные', 'all variables') : entry.name,
              autoFocusEntry: `${id}-${at}-name`,
              remove: (event: Event) => {
                event.stopPropagation();
                replace(at);
              },
              entries: [
                desk.field({
                  id: `${id}-${at}-name`,
                  label: nameLabel,
                  suggestions,
                  get: () => ({ feel: false, text: entry.name }),
                  set: ({ text }) => replace(at, { name: text, value: entry.value }),
                  validate: (text) =>
                    text === '' || present.some((other, place) => place !== at && other.name === text)
                      ? t('Нужно имя, которого ещё нет.', 'A name is needed that is not there yet.')
                      : undefined,
                }),
                ...(entry.name === '*'
                  ? []
                  : [
                      desk.field({
                        id: `${id}-${at}-value`,
                        label: valueLabel,
                        kind,
                        get: () => written(entry.value),
                        set: (value) => replace(at, { name: entry.name, value: valueOf(value, entry.value.typeName) ?? nothing }),
                      }),
                    ]),
              ],
            },
          ]
        : [],
    ),
    add: (event: Event) => {
      event.stopPropagation();
      change([...present, { name: unused(options.fresh, present), value: { typeName: 'Object', type: 'Feel', value: 'null' } }]);
    },
  };
}

const nothing: Value = { typeName: 'Object', type: 'Literal', value: null };

function unused(name: string, present: Named[]): string {
  const taken = new Set(present.map((entry) => entry.name));
  for (let number = 1; ; number++) {
    if (!taken.has(`${name}${number}`)) {
      return `${name}${number}`;
    }
  }
}

/** The inputs that have no field of their own. */
export function otherInputs(desk: Desk, element: Shape, type: string, known: string[], label = t('Другие входы', 'Other inputs')): Group {
  const names = known.map((name) => name.toLowerCase());
  return mapping(desk, {
    id: 'inputs',
    label,
    present: inputs(element),
    shown: (entry) => !names.includes(entry.name.toLowerCase()),
    change: (list) => setAll(desk.parts, element, list, type),
    nameLabel: t('Имя', 'Name'),
    valueLabel: t('Значение', 'Value'),
    kind: 'both',
    fresh: 'input',
  });
}

/** A yes or no of the element or a part of it. */
export const tick = (id: string, label: string, getValue: () => boolean, setValue: (value: boolean) => void): Entry => ({
  id,
  component: CheckboxEntry,
  isEdited: isCheckboxEntryEdited,
  label,
  getValue,
  setValue,
});

/** A yes or no that the file leaves out when it is the usual one. */
export function flag(desk: Desk, element: Shape, owner: Moddle, name: string, label: string): Entry {
  return tick(
    name,
    label,
    () => owner.get(name) === true,
    (value) => desk.parts.modeling.updateModdleProperties(element, owner, { [name]: value }),
  );
}
