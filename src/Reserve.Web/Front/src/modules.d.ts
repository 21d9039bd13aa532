declare module 'dmn-js/lib/NavigatedViewer' {
  export default class Viewer {
    constructor(options: { container: HTMLElement });
    importXML(xml: string): Promise<{ warnings: string[] }>;
  }
}
