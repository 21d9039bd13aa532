/** What the server says of a form that is being filled in; `FormPost.State` writes it. */
interface State {
  absent: Record<string, boolean>;
  locked: Record<string, boolean>;
  computed: Record<string, string>;
}

interface Found {
  id: string;
  name: string;
}

const pause = 300;
const timers = new WeakMap<Element, number>();
const asked = new WeakMap<Element, AbortController>();

/** Conditions, computed fields, rows and searches of a task's form. The server works them out; without scripts its buttons do the work. */
export function startTaskForms(): void {
  const events = ['input', 'change'] as const;
  events.forEach((name) =>
    document.addEventListener(name, (event) => {
      const field = event.target as HTMLElement;
      const box = field.closest<HTMLElement>('[data-task-form]');
      if (box && field.matches('[data-find]')) {
        later(field, () => find(box, field as HTMLInputElement));
      } else if (box?.dataset.stateUrl) {
        later(box, () => refresh(box));
      }
    }),
  );
  document.addEventListener('click', (event) => {
    const button = (event.target as HTMLElement).closest<HTMLButtonElement>('[data-add-row], [data-remove-row]');
    const rows = button?.closest<HTMLElement>('[data-rows]');
    if (button && rows) {
      event.preventDefault();
      void (button.matches('[data-add-row]') ? addRow(button, rows) : removeRow(button, rows));
    }
  });
  // Enter among the words to look for would send the whole form.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.target as HTMLElement).matches('[data-find]')) {
      event.preventDefault();
    }
  });
  document.addEventListener('htmx:afterSwap', lockAll);
  lockAll();
}

function later(place: Element, work: () => Promise<void>): void {
  window.clearTimeout(timers.get(place));
  timers.set(place, window.setTimeout(() => void work(), pause));
}

/** Everything typed but the files, which the server does not need for this. */
function typed(box: Element): FormData {
  const data = new FormData(box.closest('form')!);
  [...data].forEach(([name, value]) => value instanceof File && data.delete(name));
  return data;
}

/** Asks once more and forgets what was asked before; null when the server did not answer or something newer was asked. */
async function ask(place: Element, address: string, body: FormData): Promise<Response | null> {
  asked.get(place)?.abort();
  const control = new AbortController();
  asked.set(place, control);
  try {
    const answer = await fetch(address, { method: 'POST', body, signal: control.signal });
    return answer.ok && !answer.redirected ? answer : null;
  } catch {
    return null;
  }
}

/** Hides, locks and computes what the answers so far say; the fields themselves stay, with what is typed and the focus. */
async function refresh(box: HTMLElement): Promise<void> {
  if (!box.dataset.stateUrl) {
    return;
  }
  const answer = await ask(box, box.dataset.stateUrl, typed(box));
  if (!answer) {
    return;
  }
  const state = (await answer.json()) as State;
  for (const [id, absent] of Object.entries(state.absent)) {
    part(box, id)?.setAttribute('data-absent', String(absent));
  }
  for (const [id, locked] of Object.entries(state.locked)) {
    const place = part(box, id);
    place?.setAttribute('data-locked', String(locked));
    place && lock(place, locked);
  }
  for (const [id, text] of Object.entries(state.computed)) {
    const output = part(box, id)?.querySelector('[data-computed]');
    if (output && output.textContent !== text) {
      output.textContent = text;
    }
  }
}

const part = (box: Element, id: string): HTMLElement | null => box.querySelector(`[data-part="${CSS.escape(id)}"]`);

function lockAll(): void {
  document.querySelectorAll<HTMLElement>('[data-task-form] [data-locked=true]').forEach((place) => lock(place, true));
}

function lock(place: HTMLElement, locked: boolean): void {
  place.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>('input, select, textarea').forEach((field) => {
    if (field instanceof HTMLSelectElement || ['checkbox', 'radio', 'file'].includes(field.type)) {
      field.disabled = locked;
    } else {
      (field as HTMLInputElement).readOnly = locked;
    }
  });
}

/** The server draws the page with the row; only the row is taken from it, so that nothing typed or chosen elsewhere is touched. */
async function addRow(button: HTMLButtonElement, rows: HTMLElement): Promise<void> {
  const data = typed(button);
  data.set(button.name, button.value);
  const answer = await ask(rows, button.formAction, data);
  const page = answer && new DOMParser().parseFromString(await answer.text(), 'text/html');
  const row = [...(page?.getElementById(rows.id)?.querySelectorAll('[data-row]') ?? [])].at(-1);
  if (!row) {
    return;
  }
  button.before(document.adoptNode(row));
  number(rows);
  row.querySelectorAll<HTMLElement>('[data-locked=true]').forEach((place) => lock(place, true));
  row.querySelector<HTMLElement>('input:not([type=hidden]), select, textarea')?.focus();
  await refresh(rows.closest('[data-task-form]')!);
}

async function removeRow(button: HTMLButtonElement, rows: HTMLElement): Promise<void> {
  button.closest('[data-row]')!.remove();
  number(rows);
  (rows.querySelector<HTMLElement>('[data-add-row]') ?? rows.querySelector<HTMLElement>('input, select, textarea'))?.focus();
  await refresh(rows.closest('[data-task-form]')!);
}

function number(rows: HTMLElement): void {
  const all = rows.querySelectorAll('[data-row-number]');
  all.forEach((place, index) => (place.textContent = String(index + 1)));
  rows.querySelector('[data-add-row]')?.toggleAttribute('hidden', all.length >= Number(rows.dataset.most));
}

/** Puts what was found into the list beside the words; what is chosen stays among them. */
async function find(box: HTMLElement, words: HTMLInputElement): Promise<void> {
  const list = document.getElementById(words.getAttribute('aria-controls') ?? '') as HTMLSelectElement | null;
  const data = new FormData();
  const token = box.closest('form')!.querySelector<HTMLInputElement>('[name=__RequestVerificationToken]');
  data.set('__RequestVerificationToken', token?.value ?? '');
  data.set('field', words.dataset.find!);
  data.set('words', words.value);
  const answer = await ask(words, box.dataset.findUrl!, data);
  if (!answer || !list) {
    return;
  }
  const kept = [...list.options].filter((option) => option.value === '' || option.selected);
  const found = ((await answer.json()) as Found[]).filter((entry) => kept.every((option) => option.value !== entry.id));
  list.replaceChildren(...kept, ...found.map((entry) => new Option(entry.name, entry.id)));
}
