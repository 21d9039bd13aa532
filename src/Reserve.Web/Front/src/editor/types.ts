import { FeelFunction } from './feel-editor';

/** The little of bpmn-js that the editor touches; its own types leave elements open. */
export interface Moddle {
  $type: string;
  $parent?: Moddle;
  id?: string;
  name?: string;
  get(property: string): any;
  set(property: string, value: unknown): void;
  [property: string]: any;
}

export interface Shape {
  id: string;
  type: string;
  parent?: Shape;
  businessObject: Moddle;
  labelTarget?: Shape;
}

export interface Modeling {
  updateProperties(element: Shape, properties: object): void;
  updateModdleProperties(element: Shape, moddle: Moddle, properties: object): void;
}

export interface Factory {
  create(type: string, attributes?: object): Moddle;
}

export interface Parts {
  modeling: Modeling;
  factory: Factory;
  commands: { execute(command: string, context: unknown): void };
  definitions(): Moddle;
}

/** An activity as the server declares it; a refusal is an error code that a boundary event can catch. */
export interface Activity {
  type: string;
  title: string | null;
  inputs: { name: string; typeName: string; required: boolean }[];
  outputs: { name: string; typeName: string; members: string[] }[];
  /** Whether it gives the entries of the contexts that it is given. */
  givesItsInputs: boolean;
  refusals: { code: string; text: string }[];
}

export interface Decision {
  file: string;
  id: string;
  name: string;
  inputs: string[];
  outputs: string[];
}

/** Data of which a start may watch the rows; some need a key, such as a role. */
export interface WatchedSource {
  name: string;
  title: string;
  keyTitle: string | null;
  keys: { code: string; name: string }[];
}

/** What the server knows and the panel offers. */
export interface Catalog {
  activities: Activity[];
  /** The binding of a start by a person, and the variables that such a start gives. */
  start: { type: string; gives: string[] };
  /** The binding of a start by a condition, the variables that it gives, and the data that it may watch. */
  watch: { type: string; gives: string[]; sources: WatchedSource[] };
  /** The variables that a start by time gives. */
  timer: { gives: string[] };
  roles: { code: string; name: string }[];
  people: { id: string; name: string }[];
  forms: { name: string; title: string; fields: string[] }[];
  decisions: Decision[];
  processes: { key: string; name: string }[];
  pages: string[];
  /** Commands of pages that complete a waiting task; they give variables to the process. */
  commands?: { name: string; title: string; gives: string[] }[];
  /** Papers and letters of the bundle, by name. */
  templates: string[];
  letters: string[];
  functions: FeelFunction[];
  /** Variables that the bundle's samples give, by the id of the process, the element, or the name of the message. */
  given: Record<string, string[]>;
}

export interface Diagnostic {
  code: string;
  severity: 'Info' | 'Warning' | 'Error';
  elementId: string;
  line: number;
  message: string;
}

export const is = (moddle: Moddle, ...types: string[]): boolean => types.some((type) => (moddle as any).$instanceOf?.(`bpmn:${type}`));

/** The definitions of this kind among an event's, for instance "Timer". */
export const definitionsOf = (event: Moddle, kind: string): Moddle[] =>
  ((event.eventDefinitions as Moddle[] | undefined) ?? []).filter((definition) => definition.$type === `bpmn:${kind}EventDefinition`);

export const definitionOf = (event: Moddle, kind: string): Moddle | undefined => definitionsOf(event, kind)[0];
