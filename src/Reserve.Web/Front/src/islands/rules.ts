import Modeler, { View } from 'dmn-js/lib/Modeler';
import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn.css';
import { descriptionsToNotes, notesToDescriptions } from '../editor/annotations';
import { translate } from '../editor/dmn-words';
import { bring, download, listFindings, post, saved, send, teller, unsaved } from '../editor/draft';
import { make } from '../kit/make';
import { Moddle } from '../editor/types';
import '../editor/typing';
import { t } from '../kit/words';
import { island, text } from './island';
import './rules.css';

/** dmn-js puts what is typed into a cell on the sheet when the hands have rested for 300 ms. */
const settling = 350;

interface RuleFinding {
  severity: 'Error' | 'Warning' | 'Information';
  text: string;
  decisionId?: string;
  decision?: string;
  elementId?: string;
  line: number;
}

/**
 * The editor of rules inside `<div data-dmn-modeler="true" data-xml-url="…" data-save-url="…" data-check-url="…" data-try-url="…">`:
 * tables, the graph, expressions; every change is checked and the example decided anew by the server. The form below belongs to the server;
 * without scripts its upload does the same.
 */
island('[data-dmn-modeler=true]', async (root) => {
  const find = <T extends HTMLElement>(selector: string): T => root.querySelector<T>(selector)!;
  const [canvas, form, views] = [find('[data-canvas]'), find<HTMLFormElement>('form'), find<HTMLSelectElement>('[data-views]')];
  const tell = teller(find('[data-status]'));
  const own = { additionalModules: [translate] };
  const modeler = new Modeler({ container: canvas, drd: own, decisionTable: own, literalExpression: own, boxedExpression: own });
  let edits = 0;
  let kept = 0;
  let typed = -Infinity;
  let waiting = 0;
  let asked = 0;
  const dirty = (): boolean => edits !== kept || resting() > 0;
  ['keydown', 'input', 'paste', 'drop'].forEach((event) =>
    canvas.addEventListener(
      event,
      () => {
        typed = performance.now();
      },
      true,
    ),
  );

  modeler.on('viewer.created', ({ viewer }) =>
    viewer.get<Bus>('eventBus').on('commandStack.changed', ({ trigger }) => trigger !== 'clear' && changed()),
  );
  modeler.on('views.changed', listViews);
  modeler.on('import.parse.complete', ({ definitions }) => definitions && notesToDescriptions(definitions));
  await modeler.importXML(await text(root.dataset.xmlUrl!));
  showFindings(JSON.parse(find('[data-findings]').dataset.findings!) as RuleFinding[]);
  canvas.dataset.drawn = 'true';

  const actions: Record<string, () => unknown> = {
    undo: () => stack()?.undo(),
    redo: () => stack()?.redo(),
    save,
    download: async () => download(await xml(), `${root.dataset.file}.dmn`),
    attempt: async () => attempt(await xml()),
  };
  root.addEventListener('click', (event) => {
    const action = (event.target as HTMLElement).closest<HTMLElement>('[data-do]')?.dataset.do;
    if (action) {
      event.preventDefault();
      void actions[action]();
    }
  });
  window.addEventListener('beforeunload', (event) => dirty() && event.preventDefault());
  window.addEventListener('draft:dropped', () => {
    [kept, typed] = [edits, -Infinity];
  });
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.code === 'KeyS') {
      event.preventDefault();
      void save();
    }
  });
  // Publishing publishes the draft as saved: what is on the page is saved first. What is thrown away is not.
  form.addEventListener('submit', (event) => {
    if ((event.submitter as HTMLButtonElement).formAction.includes('handler=Discard')) {
      [kept, typed] = [edits, -Infinity];
    } else if (dirty() || field('rowVersion').value === '') {
      event.preventDefault();
      void save().then((taken) => taken && form.requestSubmit(event.submitter));
    }
  });
  find('[data-import]').addEventListener('change', (event) => void opened(event.target as HTMLInputElement));
  views.addEventListener('change', () => void go(views.value));
  form.querySelector<HTMLSelectElement>('[data-samples]')?.addEventListener('change', (event) => {
    const chosen = (event.target as HTMLSelectElement).selectedOptions[0];
    if (chosen.value) {
      find<HTMLTextAreaElement>('[name=inputs]').value = chosen.value;
      pick(chosen.dataset.decision!);
      later();
    }
  });
  form.addEventListener('input', (event) => (event.target as HTMLElement).matches('[name=inputs], [name=decision]') && later());

  interface Bus {
    on(event: string, act: (event: { trigger: string }) => void): void;
  }
  interface Stack {
    undo(): void;
    redo(): void;
  }

  function stack(): Stack | undefined {
    return modeler.getActiveViewer()?.get<Stack>('commandStack', false);
  }

  function field(name: string): HTMLInputElement {
    return form.querySelector<HTMLInputElement>(`[name=${name}]`)!;
  }

  function changed(): void {
    edits++;
    tell(unsaved(), false);
    later();
  }

  /** Checks and tries what is on the sheet, once the hands rest. */
  function later(): void {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => void look(), 500);
  }

  async function look(): Promise<void> {
    const mine = ++asked;
    const content = await xml();
    const answer = await post(form, root.dataset.checkUrl!, { xml: content }).catch(() => null);
    if (mine !== asked || !answer) {
      return;
    }
    const said = await answer.json();
    if (answer.ok) {
      showFindings(said.findings);
    } else {
      tell(said.reason, true);
    }
    await attempt(content);
  }

  async function attempt(content: string): Promise<void> {
    const answer = await post(form, root.dataset.tryUrl!, {
      xml: content,
      decision: field('decision').value,
      inputs: field('inputs').value,
    }).catch(() => null);
    if (answer?.ok) {
      find('[data-attempt]').innerHTML = await answer.text();
    }
  }

  /** How long to wait until what was typed last is on the sheet. */
  function resting(): number {
    return Math.max(0, typed + settling - performance.now());
  }

  async function xml(): Promise<string> {
    await settled();
    return written();
  }

  async function settled(): Promise<void> {
    while (resting() > 0) {
      await new Promise((resolve) => {
        window.setTimeout(resolve, resting());
      });
    }
  }

  /** The file is written before the promise is given, so the notes are back in their place before anybody can type another. */
  async function written(): Promise<string> {
    const restore = descriptionsToNotes(modeler.getDefinitions());
    const file = modeler.saveXML({ format: true });
    restore();
    return (await file).xml;
  }

  /** The graph first, then every decision and function that can be opened; and the decisions that can be tried. */
  function listViews(): void {
    const active = modeler.getActiveView()?.element.id;
    const option = (id: string, name: string, selected: boolean): HTMLOptionElement => {
      const made = make('option', { value: id }, name);
      made.selected = selected;
      return made;
    };
    views.replaceChildren(
      ...modeler
        .getViews()
        .map((view) => option(view.element.id, view.type === 'drd' ? t('Граф решений', 'Graph') : view.name, view.element.id === active)),
    );
    const tried = field('decision').value;
    const decisions = (modeler.getDefinitions().drgElement ?? [])
      .filter((element: Moddle) => element.$type === 'dmn:Decision')
      .reverse() as Moddle[];
    field('decision').replaceChildren(
      ...decisions.map((decision) => option(decision.id!, decision.name ?? decision.id!, decision.id === tried)),
    );
  }

  function pick(decision: string): void {
    const known = [...(field('decision') as unknown as HTMLSelectElement).options].find(
      (option) => option.value === decision || option.text === decision,
    );
    if (known) {
      known.selected = true;
    }
  }

  /** Opens the decision; one that cannot be opened stands in the graph. */
  async function go(id: string, cell?: string): Promise<void> {
    const all = modeler.getViews();
    const view: View = all.find((known) => known.element.id === id) ?? all[0];
    await modeler.open(view);
    canvas
      .querySelectorAll(`[data-row-id="${cell}"], [data-element-id="${cell}"]`)
      .forEach((found) => found.classList.add('diagnosed-cell'));
    canvas.scrollIntoView({ block: 'nearest' });
  }

  async function opened(input: HTMLInputElement): Promise<void> {
    const replace = async (content: string): Promise<void> => {
      const before = await xml();
      try {
        await modeler.importXML(content);
      } catch (problem) {
        await modeler.importXML(before);
        throw problem;
      }
    };
    if (await bring(input, dirty, replace, 'DMN 1.3', tell)) {
      edits++;
      later();
    }
  }

  /** Sends the draft; the server checks it and says what it found. Gives whether it was taken; what was not stays on the page. */
  async function save(): Promise<boolean> {
    await settled();
    const sent = edits;
    const said = await send<{ rowVersion: number; findings: RuleFinding[] }>(form, root.dataset.saveUrl!, await written(), tell);
    if (!said) {
      return false;
    }
    document.querySelectorAll<HTMLElement>('[data-needs-draft]').forEach((part) => {
      part.hidden = false;
    });
    // What was typed meanwhile is not in the draft yet.
    kept = sent;
    showFindings(said.findings);
    tell(dirty() ? unsaved() : saved(), false);
    document.body.dispatchEvent(new CustomEvent('draft-saved'));
    return true;
  }

  function showFindings(found: RuleFinding[]): void {
    listFindings(
      find('[data-findings]'),
      found.map(({ severity, decisionId, decision, elementId, text: words }) => ({
        severity,
        place: decisionId && `«${decision}»`,
        go: decisionId ? () => go(decisionId, elementId) : undefined,
        text: words,
      })),
    );
  }
});
