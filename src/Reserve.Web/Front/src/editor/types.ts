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
  definitions(): Moddle;
}

/** What the server knows and the panel offers. */
export interface Catalog {
  activities: { type: string; title: string | null; inputs: { name: string; typeName: string; required: boolean }[] }[];
  roles: { code: string; name: string }[];
  forms: string[];
  rules: string[];
  processes: { key: string; name: string }[];
}

export interface Diagnostic {
  code: string;
  severity: 'Info' | 'Warning' | 'Error';
  elementId: string;
  line: number;
  message: string;
}

export const is = (moddle: Moddle, ...types: string[]): boolean => types.some((type) => (moddle as any).$instanceOf(`bpmn:${type}`));
