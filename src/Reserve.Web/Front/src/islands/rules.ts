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
import { make } from '../editor/fields';
import { Moddle } from '../editor/types';
import '../editor/typing';
import { t } from '../editor/words';
import { island, text } from './island';
import './rules.css';

const maximumSize = 2_000_000;

interface Finding { severity: 'Error' | 'Warning' | 'Information'; text: string; decisionId?: string; decision?: string; elementId?: string; line: number }

/**
 * The editor of rules inside `<div data-dmn-modeler="true" data-xml-url="…" data-save-url="…" data-check-url="…" data-try-url="…">`: tables, the graph,
 * expressions; every change is checked and the example decided anew by the server. The form below belongs to the server; without scripts its upload does the same.
 */
island('[data-dmn-modeler=true]', async (root) => {
  const find = <T extends HTMLElement>(selector: string): T => root.querySelector<T>(selector)!;
  const [canvas, status, form, views] = [find('[data-canvas]'), find('[data-status]'), find<HTMLFormElement>('form'), find<HTMLSelectElement>('[data-views]')];
  const own = { additionalModules: [translate] };
  const modeler = new Modeler({ container: canvas, drd: own, decisionTable: own, literalExpression: own, boxedExpression: own });
  let edits = 0;
  let kept = 0;
  let waiting = 0;
  let asked = 0;
  const dirty = (): boolean => edits !== kept;

  modeler.on('viewer.created', ({ viewer }) => viewer.get<Bus>('eventBus').on('commandStack.changed', ({ trigger }) => trigger !== 'clear' && changed()));
  modeler.on('views.changed', listViews);
  modeler.on('import.parse.complete', ({ definitions }) => definitions && notesToDescriptions(definitions));
  await modeler.importXML(await text(root.dataset.xmlUrl!));
  showFindings(JSON.parse(find('[data-findings]').dataset.findings!) as Finding[]);
  canvas.dataset.drawn = 'true';

  const actions: Record<string, () => unknown> = {
    undo: () => stack()?.undo(),
    redo: () => stack()?.redo(),
    save,
    download,
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
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.code === 'KeyS') {
      event.preventDefault();
      void save();
    }
  });
  // Publishing publishes the draft as saved: what is on the page is saved first. What is thrown away is not.
  form.addEventListener('submit', (event) => {
    if ((event.submitter as HTMLButtonElement).formAction.includes('handler=Discard')) {
      kept = edits;
    } else if (dirty() || field('rowVersion').value === '') {
      event.preventDefault();
      void save().then((taken) => taken && form.requestSubmit(event.submitter));
    }
  });
  find('[data-import]').addEventListener('change', (event) => void bring(event.target as HTMLInputElement));
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

  interface Bus { on(event: string, act: (event: { trigger: string }) => void): void }
  interface Stack { undo(): void; redo(): void }

  function stack(): Stack | undefined {
    return modeler.getActiveViewer()?.get<Stack>('commandStack', false);
  }

  function field(name: string): HTMLInputElement {
    return form.querySelector<HTMLInputElement>(`[name=${name}]`)!;
  }

  function changed(): void {
    edits++;
    tell(t('Есть несохранённые изменения', 'Unsaved changes'), false);
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
    const answer = await post(root.dataset.checkUrl!, { xml: content }).catch(() => null);
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
    const answer = await post(root.dataset.tryUrl!, { xml: content, decision: field('decision').value, inputs: field('inputs').value }).catch(() => null);
    if (answer?.ok) {
      find('[data-attempt]').innerHTML = await answer.text();
    }
  }

  function post(url: string, fields: Record<string, string>): Promise<Response> {
    const body = new FormData();
    form.querySelectorAll<HTMLInputElement>('input[type=hidden]').forEach((hidden) => body.set(hidden.name, hidden.value));
    Object.entries(fields).forEach(([name, value]) => body.set(name, value));
    return fetch(url, { method: 'POST', body, headers: { Accept: 'application/json' } });
  }

  /** The file is written before the promise is given, so the notes are back in their place before anybody can type another. */
  async function xml(): Promise<string> {
    const restore = descriptionsToNotes(modeler.getDefinitions());
    const written = modeler.saveXML({ format: true });
    restore();
    return (await written).xml;
  }

  /** The graph first, then every decision and function that can be opened; and the decisions that can be tried. */
  function listViews(): void {
    const active = modeler.getActiveView()?.element.id;
    const option = (id: string, name: string, selected: boolean): HTMLOptionElement => {
      const made = make('option', { value: id }, name);
      made.selected = selected;
      return made;
    };
    views.replaceChildren(...modeler.getViews().map((view) => option(view.element.id, view.type === 'drd' ? t('Граф решений', 'Graph') : view.name, view.element.id === active)));
    const tried = field('decision').value;
    const decisions = (modeler.getDefinitions().drgElement ?? []).filter((element: Moddle) => element.$type === 'dmn:Decision').reverse() as Moddle[];
    field('decision').replaceChildren(...decisions.map((decision) => option(decision.id!, decision.name ?? decision.id!, decision.id === tried)));
  }

  function pick(decision: string): void {
    const known = [...(field('decision') as unknown as HTMLSelectElement).options].find((option) => option.value === decision || option.text === decision);
    if (known) {
      known.selected = true;
    }
  }

  /** Opens the decision; one that cannot be opened stands in the graph. */
  async function go(id: string, cell?: string): Promise<void> {
    const all = modeler.getViews();
    const view: View = all.find((known) => known.element.id === id) ?? all[0];
    await modeler.open(view);
    canvas.querySelectorAll(`[data-row-id="${cell}"], [data-element-id="${cell}"]`).forEach((found) => found.classList.add('diagnosed-cell'));
    canvas.scrollIntoView({ block: 'nearest' });
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
    const former = await xml();
    try {
      await modeler.importXML(await file.text());
      changed();
      tell(t('Файл открыт; он станет черновиком, когда вы его сохраните.', 'The file is open; saving makes it the draft.'), false);
    } catch (problem) {
      await modeler.importXML(former);
      tell(t('Файл не читается как DMN 1.3: ', 'The file is no readable DMN 1.3: ') + (problem as Error).message, true);
    }
  }

  async function download(): Promise<void> {
    const link = make('a', { href: URL.createObjectURL(new Blob([await xml()], { type: 'application/xml' })), download: `${root.dataset.file}.dmn` });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  /** Sends the draft; the server checks it and says what it found. Gives whether it was taken; what was not stays on the page. */
  async function save(): Promise<boolean> {
    tell(t('Сохраняю…', 'Saving…'), false);
    const sent = edits;
    let answer: Response;
    try {
      answer = await post(root.dataset.saveUrl!, { xml: await xml() });
    } catch {
      tell(t('Нет связи с сервером; изменения пока только на этой странице.', 'No connection; the changes are on this page only.'), true);
      return false;
    }
    const said = answer.headers.get('content-type')?.includes('json') ? await answer.json() : null;
    if (!answer.ok) {
      tell(said?.reason ?? said?.detail ?? `${t('Не сохранено', 'Not saved')}: ${answer.status}`, true);
      return false;
    }
    document.querySelectorAll<HTMLInputElement>('[name=rowVersion]').forEach((version) => { version.value = String(said.rowVersion); });
    document.querySelectorAll<HTMLElement>('[data-needs-draft]').forEach((part) => { part.hidden = false; });
    // What was typed meanwhile is not in the draft yet.
    kept = sent;
    showFindings(said.findings);
    tell(dirty() ? t('Есть несохранённые изменения', 'Unsaved changes') : t('Черновик сохранён', 'Draft saved'), false);
    document.body.dispatchEvent(new CustomEvent('draft-saved'));
    return true;
  }

  function tell(words: string, bad: boolean): void {
    status.textContent = words;
    status.classList.toggle('text-danger', bad);
  }

  function showFindings(found: Finding[]): void {
    const list = find('[data-findings]');
    if (found.length === 0) {
      list.replaceChildren(make('p', { class: 'text-secondary m-0' }, t('Замечаний нет.', 'No findings.')));
      return;
    }
    list.replaceChildren(make('ul', { class: 'list-unstyled m-0' }, ...found.map((finding) => {
      const tone = { Error: ['red', t('ошибка', 'error')], Warning: ['orange', t('предупреждение', 'warning')], Information: ['grey', t('сведения', 'info')] }[finding.severity];
      const line = make('li', { class: 'mb-1' }, make('span', { class: `tone tone-${tone[0]} me-2` }, tone[1]));
      if (finding.decisionId) {
        const link = make('button', { type: 'button', class: 'btn btn-link p-0 me-1 align-baseline' }, `«${finding.decision}»`);
        link.addEventListener('click', () => void go(finding.decisionId!, finding.elementId));
        line.append(link);
      }
      line.append(finding.text);
      return line;
    })));
  }
});
