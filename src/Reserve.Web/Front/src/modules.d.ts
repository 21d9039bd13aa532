declare module 'dmn-js/lib/NavigatedViewer' {
  export default class Viewer {
    constructor(options: object);
    importXML(xml: string): Promise<{ warnings: string[] }>;
    getActiveViewer(): { get<T>(service: string, strict?: boolean): T } | undefined;
    on(event: string, act: (event: any) => void): void;
  }
}

declare module 'bpmn-js-i18n/translations/ru' {
  const words: Record<string, string>;
  export default words;
}

declare module '@bpmn-io/feel-editor' {
  import type { Extension } from '@codemirror/state';

  export interface Variable {
    name: string;
    type?: 'function' | 'variable';
    params?: { name: string }[];
  }
  export default class FeelEditor {
    constructor(options: {
      container: HTMLElement;
      dialect?: 'expression' | 'unaryTests';
      value?: string;
      variables?: Variable[];
      builtins?: Variable[];
      contentAttributes?: Record<string, string>;
      extensions?: Extension[];
      onChange?: (value: string) => void;
    });
  }
}

declare module 'dmn-js/lib/Modeler' {
  export interface View {
    element: { id: string };
    name: string;
    type: string;
  }
  export interface Viewer {
    get<T>(service: string, strict?: boolean): T;
  }
  export default class Modeler {
    constructor(options: object);
    importXML(xml: string): Promise<{ warnings: string[] }>;
    saveXML(options: { format: boolean }): Promise<{ xml: string }>;
    getDefinitions(): any;
    getViews(): View[];
    getActiveView(): View | undefined;
    getActiveViewer(): Viewer | undefined;
    open(view: View): Promise<unknown>;
    on(event: 'viewer.created', act: (event: { viewer: Viewer }) => void): void;
    on(event: string, act: (event: any) => void): void;
  }
}

declare module 'dmn-js-decision-table/lib/features/hit-policy/HitPolicies' {
  export const HIT_POLICIES: { label: string }[];
}

declare module 'bpmn-js-properties-panel' {
  export const BpmnPropertiesPanelModule: object;
  export const BpmnPropertiesProviderModule: object;
}

declare module '@bpmn-io/properties-panel' {
  type Component = (props: any) => any;
  export const CheckboxEntry: Component;
  export const Group: Component;
  export const ListGroup: Component;
  export function isCheckboxEntryEdited(node?: HTMLInputElement): boolean;
}

declare module 'bpmn-js-create-append-anything' {
  export const CreateAppendAnythingModule: object;
}

declare module 'bpmn-js-token-simulation' {
  const module: object;
  export default module;
}

declare module 'bpmn-auto-layout' {
  export function layoutProcess(xml: string): Promise<string>;
}

declare module 'bpmn-moddle' {
  export class BpmnModdle {
    fromXML(xml: string): Promise<unknown>;
  }
}

declare module '@bpmn-io/form-js-editor' {
  export class FormEditor {
    constructor(options: object);
    importSchema(schema: unknown): Promise<unknown>;
    saveSchema(): Record<string, unknown>;
    on(event: string, act: (event: any) => void): void;
    get<T>(service: string): T;
  }
}
