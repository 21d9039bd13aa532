import { Moddle, Parts, Shape } from './types';

/** Elsa's BPMN vocabulary, as much of it as our files use. */
export const elsaDescriptor = {
  name: 'Elsa',
  uri: 'https://elsaworkflows.io/schemas/bpmn/v1',
  prefix: 'elsa',
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'ActivityBinding',
      superClass: ['Element'],
      properties: [
        { name: 'activityType', type: 'String', isAttr: true },
        { name: 'inputs', type: 'Input', isMany: true },
        { name: 'outputs', type: 'Output', isMany: true },
      ],
    },
    {
      name: 'Input',
      superClass: ['Element'],
      properties: [
        { name: 'name', type: 'String', isAttr: true },
        { name: 'body', type: 'String', isBody: true },
      ],
    },
    {
      name: 'Output',
      superClass: ['Element'],
      properties: [
        { name: 'name', type: 'String', isAttr: true },
        { name: 'body', type: 'String', isBody: true },
      ],
    },
    {
      name: 'MultiInstance',
      superClass: ['Element'],
      properties: ['collection', 'item', 'outputCollection', 'outputItem'].map((name) => ({ name, type: 'String', isAttr: true })),
    },
  ],
};

export interface Value {
  typeName: string;
  type: 'Literal' | 'Feel';
  value: unknown;
}

export function extension(owner: Moddle, type: string): Moddle | undefined {
  return owner.extensionElements?.values?.find((entry: Moddle) => entry.$type === type);
}

export const binding = (element: Shape): Moddle | undefined => extension(element.businessObject, 'elsa:ActivityBinding');

export const activityType = (element: Shape): string => binding(element)?.activityType ?? '';

export function inputs(element: Shape): { name: string; value: Value }[] {
  return (binding(element)?.inputs ?? []).map((input: Moddle) => ({ name: input.name ?? '', value: parse(input.body ?? '') }));
}

export const input = (element: Shape, name: string): Value | undefined =>
  inputs(element).find((entry) => entry.name.toLowerCase() === name.toLowerCase())?.value;

function parse(body: string): Value {
  try {
    const read = JSON.parse(body);
    return {
      typeName: read.typeName ?? 'Object',
      type: read.expression?.type === 'Feel' ? 'Feel' : 'Literal',
      value: read.expression?.value ?? null,
    };
  } catch {
    return { typeName: 'String', type: 'Literal', value: body };
  }
}

const print = (value: Value): string => JSON.stringify({ typeName: value.typeName, expression: { type: value.type, value: value.value } });

/** Binds the element to an activity type; the inputs stay, so that a slip of the hand loses nothing. An empty type unbinds. */
export function setActivityType(parts: Parts, element: Shape, type: string): void {
  replaceBinding(parts, element, type ? type : null, inputs(element));
}

/** Sets one input; null removes it. */
export function setInput(parts: Parts, element: Shape, name: string, value: Value | null, defaultType: string): void {
  const present = inputs(element);
  const at = present.findIndex((entry) => entry.name.toLowerCase() === name.toLowerCase());
  if (value === null) {
    if (at < 0) {
      return;
    }
    present.splice(at, 1);
  } else if (at < 0) {
    present.push({ name, value });
  } else {
    present[at] = { name: present[at].name, value };
  }
  replaceBinding(parts, element, activityType(element) || defaultType, present);
}

function replaceBinding(parts: Parts, element: Shape, type: string | null, list: { name: string; value: Value }[]): void {
  const old = binding(element);
  const fresh = type === null ? null : parts.factory.create('elsa:ActivityBinding', { activityType: type, outputs: old?.outputs ?? [] });
  if (fresh) {
    fresh.inputs = list.map((entry) => own(parts.factory.create('elsa:Input', { name: entry.name, body: print(entry.value) }), fresh));
  }
  replaceExtension(parts, element, element.businessObject, old, fresh);
}

/** Puts an extension element in the place of another, in one undoable step. */
export function replaceExtension(parts: Parts, element: Shape, owner: Moddle, old: Moddle | undefined, fresh: Moddle | null): void {
  const holder = owner.extensionElements as Moddle | undefined;
  if (!holder) {
    if (fresh) {
      const made = own(parts.factory.create('bpmn:ExtensionElements', { values: [fresh] }), owner);
      own(fresh, made);
      parts.modeling.updateModdleProperties(element, owner, { extensionElements: made });
    }
    return;
  }
  const values = (holder.get('values') as Moddle[]).filter((entry) => entry !== old);
  if (fresh) {
    values.push(own(fresh, holder));
  }
  parts.modeling.updateModdleProperties(element, holder, { values });
}

export function own(child: Moddle, parent: Moddle): Moddle {
  child.$parent = parent;
  return child;
}
