type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What was in a form when it was sent, until the answer shows that it was taken; of this tab only. */
interface Kept {
  page: string;
  action: string;
  fields: [string, string][];
}

const key = 'typed';
const touched = new WeakSet<Element>();
const leaving = new WeakSet<HTMLFormElement>();
const texts = 'textarea, input:not([type]), input:is([type=text],[type=email],[type=tel],[type=url],[type=number],[type=date],'
  + '[type=datetime-local],[type=time],[type=month],[type=file])';
const marks = '.input-validation-error, .is-invalid, [aria-invalid=true]';

/** Typed text is not lost: leaving warns of it, and Back or a refusal gives it back. */
export function startTyped(): void {
  for (const name of ['input', 'change'] as const) {
    document.addEventListener(name, (event) => event.target instanceof Element && event.isTrusted && touched.add(event.target));
  }
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method === 'post' && !event.defaultPrevented) {
      leaving.add(form);
      keep(form);
    }
  });
  window.addEventListener('pageshow', (event) => event.persisted && forms().forEach((form) => leaving.delete(form)));
  window.addEventListener('beforeunload', (event) => {
    if (forms().some((form) => !leaving.has(form) && isUnsaved(form))) {
      event.preventDefault();
    }
  });
  // What brings itself up to date does not write over what is being typed.
  document.addEventListener('htmx:beforeSwap', (event) => {
    const { requestConfig, target } = (event as CustomEvent).detail;
    if (requestConfig?.verb === 'get' && target instanceof Element && [...target.querySelectorAll('form')].some(isUnsaved)) {
      (event as CustomEvent).detail.shouldSwap = false;
    }
  });
  // A form of htmx that was taken goes on to another page.
  document.addEventListener('htmx:beforeOnLoad', (event) => {
    const { xhr, elt } = (event as CustomEvent).detail;
    if (elt instanceof HTMLFormElement && xhr.getResponseHeader('HX-Redirect')) {
      leaving.add(elt);
    }
  });
  arrive();
}

/** Whether something on this page was typed and not sent. */
export const hasUnsaved = (): boolean => forms().some(isUnsaved);

const forms = (): HTMLFormElement[] => [...document.querySelectorAll<HTMLFormElement>('form[method=post]')];

function isUnsaved(form: HTMLFormElement): boolean {
  if (form.method !== 'post' || form.matches('[data-sign-in], [data-minutes], [data-deliver]') || form.querySelector('[type=password]')) {
    return false;
  }
  const all = [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(texts)];
  const fields = all.filter((field) => !field.readOnly && !field.disabled);
  // A form that came back with what is wrong holds what was typed as its own.
  return fields.some((field) => touched.has(field) && isChanged(field))
    || (form.querySelector(marks) !== null && fields.some((field) => field.value.trim() !== ''));
}

const isChanged = (field: HTMLInputElement | HTMLTextAreaElement): boolean =>
  field.type === 'file' ? (field as HTMLInputElement).files!.length > 0 : lines(field.value) !== lines(field.defaultValue);

const lines = (value: string): string => value.replace(/\r\n?/g, '\n');

function keep(form: HTMLFormElement): void {
  const secret = (name: string): boolean => /password|__RequestVerificationToken/i.test(name);
  const fields = [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !secret(name)) as [string, string][];
  const kept: Kept = { page: location.pathname, action: address(form), fields };
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // Too much for the browser's store: the form goes all the same.
  }
}

/** The address to which a form goes, without what only says how the page is shown. */
const address = (form: HTMLFormElement): string => {
  const { pathname, searchParams } = new URL(form.getAttribute('action') ?? location.href, location.href);
  return `${pathname} ${searchParams.get('handler') ?? ''}`;
};

/**
 * After an answer to a form: its address becomes an ordinary one, so that Back and Reload never ask to send it again; what was typed
 * comes back where the answer was a refusal, or where the user went back to the form.
 */
function arrive(): void {
  if (document.body.dataset.method === 'POST') {
    history.replaceState(history.state, '', location.href);
    return;
  }
  const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Kept | null;
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const refused = document.querySelector('#flash [data-refused]');
  const went = navigation?.type === 'back_forward' || navigation?.type === 'reload';
  if (kept && kept.page === location.pathname && (refused || went)) {
    const form = forms().find((one) => address(one) === kept.action);
    if (form) {
      giveBack(form, kept.fields);
      if (refused) {
        bringTo(form, refused);
      }
    }
  } else if (!went && !refused) {
    sessionStorage.removeItem(key);
  }
}

function giveBack(form: HTMLFormElement, fields: [string, string][]): void {
  const values = new Map<string, string[]>();
  fields.forEach(([name, value]) => values.set(name, [...(values.get(name) ?? []), value]));
  for (const field of form.querySelectorAll<Field>('input, select, textarea')) {
    const given = values.get(field.name);
    if (field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type)) {
      field.checked = given?.includes(field.value) ?? false;
    } else if (field instanceof HTMLSelectElement && given) {
      [...field.options].forEach((option) => { option.selected = given.includes(option.value); });
    } else if (given && field.matches(texts) && field.type !== 'file') {
      field.value = given.shift() ?? '';
    } else {
      continue;
    }
    touched.add(field);
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

/** The refusal stands where it happened: in the form that was refused. */
function bringTo(form: HTMLFormElement, refusal: Element): void {
  for (let box = form.closest('details') ?? form.querySelector('details'); box; box = box.parentElement?.closest('details') ?? null) {
    box.open = true;
  }
  const inside = refusal.cloneNode(true) as HTMLElement;
  inside.removeAttribute('data-refused');
  inside.setAttribute('tabindex', '-1');
  inside.setAttribute('role', 'alert');
  const body = form.querySelector('.question') ?? form.querySelector('.card-body') ?? form;
  body.prepend(inside);
  refusal.remove();
  inside.focus();
}
