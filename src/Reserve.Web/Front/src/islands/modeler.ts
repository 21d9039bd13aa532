import Modeler from 'bpmn-js/lib/Modeler';
import russian from 'bpmn-js-i18n/translations/ru';
import { elsaDescriptor } from '../editor/elsa';
import { make } from '../editor/fields';
import { properties } from '../editor/panel';
import { Catalog, Diagnostic, Factory, Modeling, Moddle, Parts, Shape } from '../editor/types';
import { english, t } from '../editor/words';
import './diagram.css';
import './editor.css';
import { island, text as fetchText } from './island';

const maximumSize = 2_000_000;

const translate = {
  translate: ['value', (template: string, values: Record<string, string> = {}) =>
    (english ? template : (russian as Record<string, string>)[template] ?? template).replace(/\{([^}]+)\}/g, (all, name) => values[name] ?? all)],
};

/**
 * bpmn-moddle would write these two expressions under the name of their type, which no reader of the standard's schema knows;
 * marked as typed by xsi:type they keep the name of their place.
 */
function keepNames(types: Record<string, { properties: { name: string; xml?: object }[] }>): void {
  for (const [type, name] of [['bpmn:CorrelationPropertyBinding', 'dataPath'], ['bpmn:CorrelationPropertyRetrievalExpression', 'messagePath']]) {
    types[type].properties.filter((property) => property.name.endsWith(name)).forEach((property) => { property.xml = { serialize: 'xsi:type' }; });
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
  const status = find('[data-status]');
  const catalog = JSON.parse(form.dataset.catalog!) as Catalog;
  const modeler = new Modeler({ container: canvasBox, additionalModules: [translate], moddleExtensions: { elsa: elsaDescriptor } });
  keepNames(modeler.get<any>('moddle').registry.typeMap);
  const canvas = modeler.get<any>('canvas');
  const registry = modeler.get<any>('elementRegistry');
  const selection = modeler.get<any>('selection');
  const bus = modeler.get<any>('eventBus');
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
    download,
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
    status.textContent = dirty() ? t('Есть несохранённые изменения', 'Unsaved changes') : '';
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
  form.querySelector<HTMLInputElement>('[data-import]')?.addEventListener('change', (event) => void bring(event.target as HTMLInputElement));

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
    const subject = element?.labelTarget ?? element ?? canvas.getRootElement() as Shape;
    const focus = (document.activeElement as HTMLElement | null)?.closest('[data-panel]') ? fieldOrder(document.activeElement!) : -1;
    panel.replaceChildren(...properties(subject, parts, catalog));
    if (focus >= 0) {
      (panel.querySelectorAll<HTMLElement>('input, textarea, select, button')[focus])?.focus();
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
    elements.replaceChildren(make('option', { value: '' }, '—'), ...entries.map(([id, name]) => {
      const option = make('option', { value: id }, name);
      option.selected = id === chosen;
      return option;
    }));
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

  async function bring(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    input.value = '';
    if (!file) {
      return;
    }
    if (file.size > maximumSize) {
      tell(t('Файл больше 2 МБ.', 'The file is larger than 2 MB.'), true);
      return;
    }
    const former = (await modeler.saveXML()).xml!;
    try {
      await open(await file.text());
      imported = true;
      listElements();
      show(undefined);
      tell(t('Файл открыт; он станет черновиком, когда вы его сохраните.', 'The file is open; saving makes it the draft.'), false);
    } catch (problem) {
      await open(former);
      tell(t('Файл не читается как BPMN: ', 'The file is no readable BPMN: ') + (problem as Error).message, true);
    }
  }

  async function download(): Promise<void> {
    const { xml } = await modeler.saveXML({ format: true });
    const link = make('a', { href: URL.createObjectURL(new Blob([xml!], { type: 'application/xml' })), download: `${form.dataset.key}.bpmn` });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  /** Sends the draft; the server checks it and says what it found. Gives whether it was taken. */
  async function save(): Promise<boolean> {
    const { xml } = await modeler.saveXML({ format: true });
    const body = new FormData();
    form.querySelectorAll<HTMLInputElement>('input[type=hidden]').forEach((field) => body.set(field.name, field.value));
    body.set('xml', xml!);
    status.textContent = t('Сохраняю…', 'Saving…');
    let answer: Response;
    try {
      answer = await fetch(form.dataset.saveUrl!, { method: 'POST', body, headers: { Accept: 'application/json' } });
    } catch {
      tell(t('Нет связи с сервером; изменения пока только на этой странице.', 'No connection; the changes are on this page only.'), true);
      return false;
    }
    const said = answer.headers.get('content-type')?.includes('json') ? await answer.json() : null;
    if (!answer.ok) {
      tell(said?.reason ?? said?.detail ?? `${t('Не сохранено', 'Not saved')}: ${answer.status}`, true);
      return false;
    }
    form.querySelector<HTMLInputElement>('[name=rowVersion]')!.value = String(said.rowVersion);
    saved = stack._stackIdx;
    imported = false;
    showDiagnostics(said.diagnostics as Diagnostic[]);
    tell(t('Черновик сохранён', 'Draft saved'), false);
    return true;
  }

  function tell(words: string, bad: boolean): void {
    status.textContent = words;
    status.classList.toggle('text-danger', bad);
  }

  function showDiagnostics(found: Diagnostic[]): void {
    registry.filter(() => true).forEach((shape: Shape) => canvas.hasMarker(shape, 'diagnosed') && canvas.removeMarker(shape, 'diagnosed'));
    const list = find('[data-findings]');
    if (found.length === 0) {
      list.replaceChildren(make('p', { class: 'text-secondary m-0' }, t('Замечаний нет.', 'No findings.')));
      return;
    }
    list.replaceChildren(make('ul', { class: 'list-unstyled m-0' }, ...found.map((finding) => {
      const tone = { Error: ['red', t('ошибка', 'error')], Warning: ['orange', t('предупреждение', 'warning')], Info: ['grey', t('сведения', 'info')] }[finding.severity];
      const line = make('li', { class: 'mb-1' }, make('span', { class: `tone tone-${tone[0]} me-2` }, tone[1]));
      if (finding.elementId && registry.get(finding.elementId)) {
        canvas.addMarker(finding.elementId, 'diagnosed');
        const link = make('button', { type: 'button', class: 'btn btn-link p-0 me-1 align-baseline' }, finding.elementId);
        link.addEventListener('click', () => go(finding.elementId));
        line.append(link);
      } else if (finding.elementId) {
        line.append(make('code', { class: 'me-1' }, finding.elementId));
      }
      line.append(finding.message);
      return line;
    })));
  }
});
