import Modeler from 'bpmn-js/lib/Modeler';
import russian from 'bpmn-js-i18n/translations/ru';
import { elsaDescriptor, moveToOurs, reserveDescriptor } from '../editor/elsa';
import { bring, download, listFindings, saved as draftSaved, send, teller, unsaved } from '../editor/draft';
import { make } from '../editor/fields';
import { properties } from '../editor/panel';
import { Catalog, Diagnostic, Factory, Modeling, Moddle, Parts, Shape } from '../editor/types';
import { english, t } from '../editor/words';
import './diagram.css';
import './editor.css';
import { island, text as fetchText } from './island';

const translate = {
  translate: [
    'value',
    (template: string, values: Record<string, string> = {}) =>
      (english ? template : ((russian as Record<string, string>)[template] ?? template)).replace(
        /\{([^}]+)\}/g,
        (all, name) => values[name] ?? all,
      ),
  ],
};

/**
 * bpmn-moddle would write these two expressions under the name of their type, which no reader of the standard's schema knows;
 * marked as typed by xsi:type they keep the name of their place.
 */
function keepNames(types: Record<string, { properties: { name: string; xml?: object }[] }>): void {
  for (const [type, name] of [
    ['bpmn:CorrelationPropertyBinding', 'dataPath'],
    ['bpmn:CorrelationPropertyRetrievalExpression', 'messagePath'],
  ]) {
    types[type].properties
      .filter((property) => property.name.endsWith(name))
      .forEach((property) => {
        property.xml = { serialize: 'xsi:type' };
      });
  }
}

/**
 * The process editor inside `<form data-bpmn-modeler data-xml-url="…" data-catalog="{…}" data-diagnostics="[…]">`: drawing, properties,
 * saving of the draft, publishing. The form's own buttons and fields are the server's; without scripts its upload does the same.
 */
island('[data-bpmn-modeler]', async (root) => {
  const form = root as HTMLFormElement;
  const canvasBox = find('[data-canvas]');
  const panel = find('[data-panel]');
  const tell = teller(find('[data-status]'));
  const catalog = JSON.parse(form.dataset.catalog!) as Catalog;
  const modeler = new Modeler({
    container: canvasBox,
    additionalModules: [translate],
    moddleExtensions: { reserve: reserveDescriptor, elsa: elsaDescriptor },
  });
  keepNames(modeler.get<any>('moddle').registry.typeMap);
  const canvas = modeler.get<any>('canvas');
  const registry = modeler.get<any>('elementRegistry');
  const selection = modeler.get<any>('selection');
  const bus = modeler.get<any>('eventBus');
  bus.on('import.parse.complete', ({ elementsById }: { elementsById?: Record<string, Moddle> }) =>
    moveToOurs(Object.values(elementsById ?? {}), (type, attributes) => modeler.get<Factory>('bpmnFactory').create(type, attributes)),
  );
  const stack = modeler.get<any>('commandStack');
  const parts: Parts = {
    modeling: modeler.get<Modeling>('modeling'),
    factory: modeler.get<Factory>('bpmnFactory'),
    definitions: () => modeler.getDefinitions() as unknown as Moddle,
  };
  let saved = 0;
  let imported = false;
  const actions: Record<string, () => unknown> = {
    undo: () => stack.undo(),
    redo: () => stack.redo(),
    fit,
    save,
    download: async () => download(await xml(), `${form.dataset.key}.bpmn`),
  };
  const dirty = (): boolean => imported || stack._stackIdx !== saved;

  await open(await fetchText(form.dataset.xmlUrl!));
  saved = stack._stackIdx;
  showDiagnostics(JSON.parse(form.dataset.diagnostics ?? '[]') as Diagnostic[]);
  show(undefined);
  canvasBox.dataset.drawn = 'true';

  bus.on('selection.changed', () => show(selection.get()[0]));
  bus.on('commandStack.changed', () => {
    show(selection.get()[0]);
    tell(dirty() ? unsaved() : '', false);
    listElements();
  });
  window.addEventListener('beforeunload', (event) => dirty() && event.preventDefault());

  form.addEventListener('click', (event) => {
    const action = (event.target as HTMLElement).closest<HTMLElement>('[data-do]')?.dataset.do;
    if (!action) {
      return;
    }
    event.preventDefault();
    void actions[action]?.();
  });
  // Enter in a property keeps it; it does not send the form.
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      event.target.blur();
    }
  });
  // Publishing publishes the draft as saved: what is on the page is saved first.
  form.addEventListener('submit', (event) => {
    if (dirty() || form.querySelector<HTMLInputElement>('[name=rowVersion]')!.value === '') {
      event.preventDefault();
      void save().then((taken) => taken && form.requestSubmit(event.submitter));
    }
  });
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.code === 'KeyS') {
      event.preventDefault();
      void save();
    }
  });
  form
    .querySelector<HTMLInputElement>('[data-import]')
    ?.addEventListener('change', (event) => void opened(event.target as HTMLInputElement));

  const elements = form.querySelector<HTMLSelectElement>('[data-elements]');
  elements?.addEventListener('change', () => elements.value && go(elements.value));
  listElements();

  function find(selector: string): HTMLElement {
    return form.querySelector<HTMLElement>(selector)!;
  }

  async function open(xml: string): Promise<void> {
    await modeler.importXML(xml);
    fit();
  }

  /** The whole drawing, beside the palette and not under it. */
  function fit(): void {
    const palette = 120;
    const { inner, outer } = canvas.viewbox();
    const scale = Math.min((outer.width - palette - 20) / inner.width, (outer.height - 40) / inner.height, 1);
    canvas.viewbox({
      x: inner.x - palette / scale,
      y: inner.y - (outer.height / scale - inner.height) / 2,
      width: outer.width / scale,
      height: outer.height / scale,
    });
  }

  /** The properties of what is selected; the process itself when nothing is. */
  function show(element: Shape | undefined): void {
    // A field being left writes its change first and asks again.
    const subject = element?.labelTarget ?? element ?? (canvas.getRootElement() as Shape);
    const focus = (document.activeElement as HTMLElement | null)?.closest('[data-panel]') ? fieldOrder(document.activeElement!) : -1;
    panel.replaceChildren(...properties(subject, parts, catalog));
    if (focus >= 0) {
      panel.querySelectorAll<HTMLElement>('input, textarea, select, button')[focus]?.focus();
    }
  }

  function fieldOrder(field: Element): number {
    return [...panel.querySelectorAll('input, textarea, select, button')].indexOf(field);
  }

  /** Every element by name, for those who do not use a pointer. */
  function listElements(): void {
    if (!elements) {
      return;
    }
    const chosen = selection.get()[0]?.id ?? '';
    const entries = (registry.filter((shape: Shape) => !shape.labelTarget && shape.parent && (shape as any).type !== 'label') as Shape[])
      .map((shape): [string, string] => [shape.id, `${shape.businessObject.name || shape.id} · ${shape.type.replace('bpmn:', '')}`])
      .sort((a, b) => a[1].localeCompare(b[1], 'ru'));
    elements.replaceChildren(
      make('option', { value: '' }, '—'),
      ...entries.map(([id, name]) => {
        const option = make('option', { value: id }, name);
        option.selected = id === chosen;
        return option;
      }),
    );
  }

  function go(id: string): void {
    const element = registry.get(id);
    if (element) {
      canvas.setRootElement(canvas.findRoot(element));
      // From far away nothing is told apart: closer, with the element in the middle.
      if (canvas.zoom() < 0.7 && 'width' in element) {
        const { outer } = canvas.viewbox();
        const [width, height] = [outer.width / 0.9, outer.height / 0.9];
        canvas.viewbox({ x: element.x + element.width / 2 - width / 2, y: element.y + element.height / 2 - height / 2, width, height });
      } else {
        canvas.scrollToElement(element, 120);
      }
      selection.select(element);
    }
  }

  async function opened(input: HTMLInputElement): Promise<void> {
    if (await bring(input, xml, open, 'BPMN', tell)) {
      imported = true;
      listElements();
      show(undefined);
    }
  }

  async function xml(): Promise<string> {
    return (await modeler.saveXML({ format: true })).xml!;
  }

  /** Sends the draft; the server checks it and says what it found. Gives whether it was taken. */
  async function save(): Promise<boolean> {
    const at = stack._stackIdx;
    const said = await send<{ rowVersion: number; diagnostics: Diagnostic[] }>(form, form.dataset.saveUrl!, await xml(), tell);
    if (!said) {
      return false;
    }
    // What was drawn meanwhile is not in the draft yet.
    saved = at;
    imported = false;
    showDiagnostics(said.diagnostics);
    tell(dirty() ? unsaved() : draftSaved(), false);
    return true;
  }

  function showDiagnostics(found: Diagnostic[]): void {
    registry.filter(() => true).forEach((shape: Shape) => canvas.hasMarker(shape, 'diagnosed') && canvas.removeMarker(shape, 'diagnosed'));
    listFindings(
      find('[data-findings]'),
      found.map(({ severity, elementId, message }) => {
        const drawn = Boolean(elementId && registry.get(elementId));
        if (drawn) {
          canvas.addMarker(elementId, 'diagnosed');
        }
        return { severity, place: elementId, go: drawn ? () => go(elementId) : undefined, text: message };
      }),
    );
  }
});
