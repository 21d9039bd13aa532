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

export interface Named {
  name: string;
  value: Value;
}

const read = (entries: Moddle[] | undefined): Named[] =>
  (entries ?? []).map((entry) => ({ name: entry.name ?? '', value: parse(entry.body ?? '') }));

export const inputs = (element: Shape): Named[] => read(binding(element)?.inputs);

/** What of a result becomes a variable; none means everything. */
export const outputs = (element: Shape): Named[] => read(binding(element)?.outputs);

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
  replaceBinding(parts, element, type, inputs(element), outputs(element));
}

/** Sets one input; null removes it. */
export function setInput(parts: Parts, element: Shape, name: string, value: Value | null, defaultType: string): void {
  const present = inputs(element);
  const at = present.findIndex((entry) => entry.name.toLowerCase() === name.toLowerCase());
  if (value === null && at < 0) {
    return;
  }
  if (at < 0) {
    present.push({ name, value: value! });
  } else {
    present.splice(at, 1, ...(value ? [{ name: present[at].name, value }] : []));
  }
  setInputs(parts, element, present, defaultType);
}

export function setInputs(parts: Parts, element: Shape, list: Named[], defaultType: string): void {
  replaceBinding(parts, element, activityType(element) || defaultType, list, outputs(element));
}

export function setOutputs(parts: Parts, element: Shape, list: Named[], defaultType: string): void {
  replaceBinding(parts, element, activityType(element) || defaultType, inputs(element), list);
}

/** A binding to one of our own types that says nothing any more goes, for that of an event or a call only carries what it says. */
const carriers = ['Reserve.Message', 'Reserve.Call'];

function replaceBinding(parts: Parts, element: Shape, type: string, given: Named[], taken: Named[]): void {
  const empty = given.length === 0 && taken.length === 0;
  const fresh =
    type === '' || (empty && carriers.includes(type)) ? null : parts.factory.create('elsa:ActivityBinding', { activityType: type });
  if (fresh) {
    const make = (kind: string, entries: Named[]): Moddle[] =>
      entries.map((entry) => own(parts.factory.create(kind, { name: entry.name, body: print(entry.value) }), fresh));
    fresh.inputs = make('elsa:Input', given);
    fresh.outputs = make('reserve:Output', taken);
  }
  replaceExtension(parts, element, element.businessObject, binding(element), fresh);
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
  const put = fresh ? [own(fresh, holder)] : [];
  const present = holder.get('values') as Moddle[];
  const values = old && present.includes(old) ? present.flatMap((entry) => (entry === old ? put : [entry])) : [...present, ...put];
  parts.modeling.updateModdleProperties(element, holder, { values });
}

export function own(child: Moddle, parent: Moddle): Moddle {
  child.$parent = parent;
  return child;
}
