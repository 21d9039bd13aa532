import { make } from './make';

const invalid = '.input-validation-error, .is-invalid, [aria-invalid=true]';
const told = '[role=alert], .field-validation-error, .validation-summary-errors, #flash [data-refused]';

/** What is wrong stands beside its field, and the keyboard stands at the first of them. */
export function startProblems(): void {
  const problems = document.querySelector<HTMLElement>('[data-problems]');
  if (problems) {
    (JSON.parse(problems.dataset.problems!) as [string, string][]).forEach(([name, text]) => putBeside(name, text));
  }
  if (document.body.dataset.method === 'POST' || document.querySelector('#flash [data-refused]')) {
    goToFirst(document);
  }
  document.addEventListener('click', (event) => {
    const link = (event.target as HTMLElement).closest<HTMLElement>('a[data-field]');
    const field = link && fieldOf(link.dataset.field!);
    if (field) {
      event.preventDefault();
      field.focus();
    }
  });
  document.addEventListener('htmx:afterSettle', (event) => {
    const { xhr, elt } = (event as CustomEvent).detail;
    if (xhr?.status === 422 || xhr?.status === 409) {
      goToFirst((elt as Element).isConnected ? (elt as Element) : document);
    }
  });
}

const fieldOf = (name: string): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>('main :is(input:not([type=hidden]), select, textarea)')].find(
    (one) => one.getAttribute('name')?.toLowerCase() === name.toLowerCase(),
  );

/** Where the page itself says nothing beside the field. */
function putBeside(name: string, text: string): void {
  const field = fieldOf(name);
  const around = field?.closest('.mb-3, .mb-2, .col, td, fieldset, label, [class*=col-]') ?? field?.parentElement;
  if (!field || around?.textContent?.includes(text)) {
    return;
  }
  const note = make('div', { class: 'invalid-feedback d-block', id: `${field.id || name.replace(/\W+/g, '-')}-problem` }, text);
  (field.closest('.input-group') ?? field.closest('.form-check') ?? field).after(note);
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-describedby', [field.getAttribute('aria-describedby'), note.id].filter(Boolean).join(' '));
}

function goToFirst(root: ParentNode): void {
  const fields = [...root.querySelectorAll<HTMLElement>(invalid)].filter((field) => field.matches('input, select, textarea'));
  const field = fields.find((one) => !one.matches('[type=hidden], :disabled'));
  if (field) {
    for (let box = field.closest('details'); box; box = box.parentElement?.closest('details') ?? null) {
      box.open = true;
    }
    field.focus();
    return;
  }
  const words = [...root.querySelectorAll<HTMLElement>(told)].find((one) => one.textContent?.trim() && one.offsetParent !== null);
  if (words) {
    words.setAttribute('tabindex', '-1');
    words.focus();
  }
}
