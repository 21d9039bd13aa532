import Modeler from 'bpmn-js/lib/Modeler';
import Viewer from 'bpmn-js/lib/Viewer';
import { CreateAppendAnythingModule } from 'bpmn-js-create-append-anything';
import '@bpmn-io/properties-panel/dist/assets/properties-panel.css';
import { elsaDescriptor, moveToOurs, reserveDescriptor } from '../editor/elsa';
import { bring, download, listFindings, post, saved as draftSaved, send, teller, unsaved } from '../editor/draft';
import { drawn } from '../editor/drawn';
import { chooseProcess } from '../editor/executable';
import { joinFlows, keepNames } from '../editor/importing';
import { Name, Problem } from '../editor/feel-editor';
import { make } from '../kit/make';
import { panelModule } from '../editor/panel/provider';
import { namesAt } from '../editor/scope';
import { simulationModule, speakSimulation } from '../editor/simulation';
import { tipTools } from '../editor/tips';
import { inWords, kindOf, translateModule } from '../editor/translate';
import { Catalog, Diagnostic, Factory, is, Modeling, Moddle, Shape } from '../editor/types';
import { t } from '../kit/words';
import './diagram.css';
import './editor.css';
import './feel.css';
import { island, text as fetchText } from './island';

const moddleExtensions = { reserve: reserveDescriptor, elsa: elsaDescriptor };

/**
 * The process editor inside `<div data-bpmn-modeler data-xml-url="…" data-catalog="{…}" data-diagnostics="[…]">`: drawing, properties,
 * saving of the draft, publishing. The form below belongs to the server; without scripts its upload does the same.
 */
island('[data-bpmn-modeler]', async (root) => {
  const form = find<HTMLFormElement>('form');
  const canvasBox = find('[data-canvas]');
  const panel = find('[data-panel]');
  const status = teller(find('[data-status]'));
  const catalog = JSON.parse(root.dataset.catalog!) as Catalog;
  const modeler = new Modeler({
    container: canvasBox,
    additionalModules: [translateModule, ...panelModule, CreateAppendAnythingModule, simulationModule],
    moddleExtensions,
    propertiesPanel: { parent: panel },
    reserve: { catalog, feel: { functions: catalog.functions, names: (element: Shape) => namesAt(element, catalog), check: checkFormula } },
  } as object);
  keepNames(modeler.get<any>('moddle').registry.typeMap);
  const canvas = modeler.get<any>('canvas');
  const registry = modeler.get<any>('elementRegistry');
  const selection = modeler.get<any>('selection');
  const bus = modeler.get<any>('eventBus');
  bus.on('import.parse.complete', ({ elementsById }: { elementsById?: Record<string, Moddle> }) => {
    const read = Object.values(elementsById ?? {});
    joinFlows(read);
    moveToOurs(read, (type, attributes) => modeler.get<Factory>('bpmnFactory').create(type, attributes));
  });
  const stack = modeler.get<any>('commandStack');
  const simulation = modeler.get<any>('toggleMode');
  let simulating = false;
  let saved = 0;
  let imported = false;
  const dirty = (): boolean => imported || stack._stackIdx !== saved;
  const actions: Record<string, () => unknown> = {
    undo: () => simulating || stack.undo(),
    redo: () => simulating || stack.redo(),
    fit,
    save,
    simulate: () => simulation.toggleMode(),
    download: async () => download(await xml(), `${root.dataset.key}.bpmn`),
  };
  const elements = root.querySelector<HTMLSelectElement>('[data-elements]');

  speakSimulation(canvasBox);
  tipTools(canvasBox);
  await begin();
  canvasBox.dataset.drawn = 'true';

  bus.on('selection.changed', () => {
    if (elements) {
      elements.value = selection.get()[0]?.id ?? '';
    }
  });
  let listing = 0;
  bus.on('commandStack.changed', () => {
    status(dirty() ? unsaved() : '', false);
    window.clearTimeout(listing);
    listing = window.setTimeout(listElements, 200);
  });
  bus.on('tokenSimulation.toggleMode', ({ active }: { active: boolean }) => {
    simulating = active;
    find('[data-do=simulate]').setAttribute('aria-pressed', String(active));
    panel.inert = active;
    status(
      active ? t('Прогон: рисунок пока не меняется', 'Simulation: the drawing is not changed meanwhile') : dirty() ? unsaved() : '',
      false,
    );
  });
  window.addEventListener('beforeunload', (event) => dirty() && event.preventDefault());
  window.addEventListener('draft:dropped', clean);

  root.addEventListener('click', (event) => {
    const action = (event.target as HTMLElement).closest<HTMLElement>('[data-do]')?.dataset.do;
    if (action) {
      event.preventDefault();
      void actions[action]?.();
    }
  });
  // Publishing publishes the draft as saved: what is on the page is saved first. What is thrown away is not.
  form.addEventListener('submit', (event) => {
    if ((event.submitter as HTMLButtonElement | null)?.formAction.includes('handler=Discard')) {
      clean();
    } else if (dirty() || form.querySelector<HTMLInputElement>('[name=rowVersion]')!.value === '') {
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
  find<HTMLInputElement>('[data-import]').addEventListener('change', (event) => void opened(event.target as HTMLInputElement));
  elements?.addEventListener('change', () => elements.value && go(elements.value));

  function find<T extends HTMLElement = HTMLElement>(selector: string): T {
    return root.querySelector<T>(selector)!;
  }

  function clean(): void {
    saved = stack._stackIdx;
    imported = false;
  }

  /** Opens what the server has. One that cannot be drawn is told of, and another file can be opened in its place. */
  async function begin(): Promise<void> {
    try {
      const given = await fetchText(root.dataset.xmlUrl!);
      const note = await open(given);
      saved = stack._stackIdx;
      showDiagnostics(JSON.parse(root.dataset.diagnostics ?? '[]') as Diagnostic[]);
      status(note, false);
    } catch (problem) {
      status(`${t('Черновик не удалось нарисовать', 'The draft cannot be drawn')}: ${inWords(problem)}`, true);
    }
  }

  /** Puts a drawing on the sheet; one without a diagram gets one. Gives what is to be told of it. */
  async function open(content: string): Promise<string> {
    const notes: string[] = [];
    const laidOut = await drawn(content);
    if (laidOut !== content) {
      content = laidOut;
      imported = true;
      notes.push(t('В файле не было рисунка: элементы расставлены сами.', 'The file had no diagram: its elements were laid out.'));
    }
    await modeler.importXML(content);
    const missing = undrawn(modeler.getDefinitions() as unknown as Moddle).length;
    if (missing > 0) {
      notes.push(t(`Нет на рисунке: ${missing}.`, `Not in the diagram: ${missing}.`));
    }
    fit();
    listElements();
    return notes.join(' ');
  }

  /** Elements of the flow that the file has and the diagram has not. */
  function undrawn(definitions: Moddle): Moddle[] {
    const inside = (scope: Moddle): Moddle[] =>
      ((scope.flowElements as Moddle[] | undefined) ?? []).flatMap((element) => [element, ...inside(element)]);
    return (definitions.rootElements as Moddle[])
      .flatMap(inside)
      .filter((element) => is(element, 'FlowNode', 'SequenceFlow') && !registry.get(element.id));
  }

  async function opened(input: HTMLInputElement): Promise<void> {
    const taken = await bring(input, dirty, replace, 'BPMN', status);
    if (taken) {
      imported = true;
      canvasBox.focus();
      await chooseProcess(
        modeler.getDefinitions() as unknown as Moddle,
        root.dataset.key!,
        canvas.getRootElement() as Shape,
        modeler.get<Modeling>('modeling'),
      );
    }
  }

  /** What cannot be drawn is found on a sheet aside, so that the one in work stays. */
  async function replace(content: string): Promise<string> {
    const aside = new Viewer({
      container: document.createElement('div'),
      moddleExtensions,
      additionalModules: [translateModule],
    } as object);
    try {
      await aside.importXML(await drawn(content));
    } catch (problem) {
      throw new Error(inWords(problem));
    } finally {
      aside.destroy();
    }
    return open(content);
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

  /** Every element by name, for those who do not use a pointer. */
  function listElements(): void {
    const shapes = registry.filter((shape: Shape) => !shape.labelTarget && shape.parent && (shape as any).type !== 'label') as Shape[];
    const { compare } = new Intl.Collator('ru');
    const entries = shapes
      .map((shape): [string, string] => [shape.id, `${shape.businessObject.name || shape.id} · ${kindOf(shape.type)}`])
      .sort((a, b) => compare(a[1], b[1]));
    elements?.replaceChildren(make('option', { value: '' }, '—'), ...entries.map(([value, name]) => make('option', { value }, name)));
    if (elements) {
      elements.value = selection.get()[0]?.id ?? '';
    }
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

  /** The drawing as it stands; what is being typed into a property belongs to it. The simulation's colours do not. */
  async function xml(): Promise<string> {
    const typing = document.activeElement as HTMLElement | null;
    if (typing && panel.contains(typing)) {
      typing.blur();
      typing.focus();
    }
    simulation.toggleMode(false);
    return (await modeler.saveXML({ format: true })).xml!;
  }

  /** Sends the draft; the server checks it and says what it found. Gives whether it was taken. */
  async function save(): Promise<boolean> {
    let content: string;
    try {
      content = await xml();
    } catch (problem) {
      status(`${t('Не сохранено', 'Not saved')}: ${(problem as Error).message}`, true);
      return false;
    }
    const at = stack._stackIdx;
    const said = await send<{ rowVersion: number; diagnostics: Diagnostic[] }>(form, root.dataset.saveUrl!, content, status);
    if (!said) {
      return false;
    }
    // What was drawn meanwhile is not in the draft yet.
    saved = at;
    imported = false;
    showDiagnostics(said.diagnostics);
    status(dirty() ? unsaved() : draftSaved(), false);
    return true;
  }

  /** What the server finds in a formula; nothing when it does not answer, for saving says it again. */
  async function checkFormula(formula: string, names: Name[]): Promise<Problem[]> {
    const scope = names.map((own) => own.name).filter((name) => !name.includes('.'));
    const answer = await post(form, root.dataset.feelUrl!, { formula, names: JSON.stringify(scope) }).catch(() => null);
    return answer?.ok && answer.headers.get('content-type')?.includes('json') ? ((await answer.json()) as Problem[]) : [];
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
