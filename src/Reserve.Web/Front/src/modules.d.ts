declare module 'dmn-js/lib/NavigatedViewer' {
  export default class Viewer {
    constructor(options: { container: HTMLElement });
    importXML(xml: string): Promise<{ warnings: string[] }>;
  }
}

declare module 'bpmn-js-i18n/translations/ru' {
  const words: Record<string, string>;
  export default words;
}

declare module '@bpmn-io/feel-editor' {
  import type { Extension } from '@codemirror/state';

  export interface Variable { name: string; type?: 'function' | 'variable'; params?: { name: string }[] }
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
