import { Moddle, Parts, Shape } from './types';

const loopAttributes = ['collection', 'item', 'outputCollection', 'outputItem'].map((name) => ({ name, type: 'String', isAttr: true }));

/** What our files say beyond Elsa's vocabulary. */
export const reserveDescriptor = {
  name: 'Reserve',
  uri: 'urn:reserve:bpmn',
  prefix: 'reserve',
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'Output',
      superClass: ['Element'],
      properties: [
        { name: 'name', type: 'String', isAttr: true },
        { name: 'body', type: 'String', isBody: true },
      ],
    },
    { name: 'MultiInstance', superClass: ['Element'], properties: loopAttributes },
  ],
};

/** Elsa's BPMN vocabulary, as much of it as our files use; Output and MultiInstance stood in its namespace once and are still read. */
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
        { name: 'outputs', type: 'reserve:Output', isMany: true },
        { name: 'formerOutputs', type: 'Output', isMany: true },
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
      properties: loopAttributes,
    },
  ],
};

/** Elsa knows no outputs and no multi-instance of its own: files of before that hold them in its namespace are moved to ours. */
export function moveToOurs(elements: Moddle[], create: (type: string, attributes: object) => Moddle): void {
  for (const element of elements) {
    const bound = extension(element, 'elsa:ActivityBinding');
    if (bound?.formerOutputs?.length) {
      const moved = bound.formerOutputs.map(({ name, body }: Moddle) => own(create('reserve:Output', { name, body }), bound));
      bound.outputs = [...(bound.outputs ?? []), ...moved];
      bound.formerOutputs = [];
    }
    const loop = element.loopCharacteristics as Moddle | undefined;
    const former = loop && extension(loop, 'elsa:MultiInstance');
    if (loop && former) {
      const { collection, item, outputCollection, outputItem } = former;
      const moved = create('reserve:MultiInstance', { collection, item, outputCollection, outputItem });
      loop.extensionElements!.values = loop.extensionElements!.values.map((entry: Moddle) =>
        entry === former ? own(moved, loop.extensionElements) : entry,
      );
    }
  }
}

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
