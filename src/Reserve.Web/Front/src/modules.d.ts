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
