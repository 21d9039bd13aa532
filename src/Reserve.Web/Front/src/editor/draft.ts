import { make } from './fields';
import { t } from './words';

/** What the editors of drawings and of rules have in common: their files, their drafts, and what the server finds in them. */

const maximumSize = 2_000_000;

/** Says something beside the editor's buttons. */
export type Tell = (words: string, bad: boolean) => void;

export function teller(status: HTMLElement): Tell {
  return (words, bad) => {
    status.textContent = words;
    status.classList.toggle('text-danger', bad);
  };
}

export function download(xml: string, name: string): void {
  const link = make('a', { href: URL.createObjectURL(new Blob([xml], { type: 'application/xml' })), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Opens the file of a field; one that cannot be opened leaves what was there. Gives whether it was taken. */
export async function bring(
  input: HTMLInputElement,
  former: () => Promise<string>,
  open: (xml: string) => Promise<unknown>,
  format: string,
  tell: Tell,
): Promise<boolean> {
  const file = input.files?.[0];
  input.value = '';
  if (!file) {
    return false;
  }
  if (file.size > maximumSize) {
    tell(t('Файл больше 2 МБ.', 'The file is larger than 2 MB.'), true);
    return false;
  }
  const before = await former();
  try {
    await open(await file.text());
  } catch (problem) {
    await open(before);
    tell(t(`Файл не читается как ${format}: `, `The file is no readable ${format}: `) + (problem as Error).message, true);
    return false;
  }
  tell(t('Файл открыт; он станет черновиком, когда вы его сохраните.', 'The file is open; saving makes it the draft.'), false);
  return true;
}

/** Posts fields with the form's hidden ones, among them the token and the draft's version. */
export function post(form: HTMLFormElement, url: string, fields: Record<string, string>): Promise<Response> {
  const body = new FormData();
  form.querySelectorAll<HTMLInputElement>('input[type=hidden]').forEach((hidden) => body.set(hidden.name, hidden.value));
  Object.entries(fields).forEach(([name, value]) => body.set(name, value));
  return fetch(url, { method: 'POST', body, headers: { Accept: 'application/json' } });
}

/**
 * Sends the draft and gives what the server said of it; null when it was not taken, which stands beside the buttons. What was not taken
 * stays on the page.
 */
export async function send<T extends { rowVersion: number }>(
  form: HTMLFormElement,
  url: string,
  xml: string,
  tell: Tell,
): Promise<T | null> {
  tell(t('Сохраняю…', 'Saving…'), false);
  const answer = await post(form, url, { xml }).catch(() => null);
  if (!answer) {
    tell(t('Нет связи с сервером; изменения пока только на этой странице.', 'No connection; the changes are on this page only.'), true);
    return null;
  }
  const said = answer.headers.get('content-type')?.includes('json') ? await answer.json() : null;
  if (!answer.ok) {
    tell(said?.reason ?? said?.detail ?? `${t('Не сохранено', 'Not saved')}: ${answer.status}`, true);
    return null;
  }
  document.querySelectorAll<HTMLInputElement>('[name=rowVersion]').forEach((version) => {
    version.value = String(said.rowVersion);
  });
  return said as T;
}

export const unsaved = (): string => t('Есть несохранённые изменения', 'Unsaved changes');

export const saved = (): string => t('Черновик сохранён', 'Draft saved');

/** Something found: how grave, about what (a place to go to where there is one), and what. */
export interface Finding {
  severity: string;
  place?: string;
  go?: () => unknown;
  text: string;
}

export function listFindings(list: HTMLElement, found: Finding[]): void {
  if (found.length === 0) {
    list.replaceChildren(make('p', { class: 'text-secondary m-0' }, t('Замечаний нет.', 'No findings.')));
    return;
  }
  list.replaceChildren(
    make(
      'ul',
      { class: 'list-unstyled m-0' },
      ...found.map((finding) => {
        const [colour, word] =
          finding.severity === 'Error'
            ? ['red', t('ошибка', 'error')]
            : finding.severity === 'Warning'
              ? ['orange', t('предупреждение', 'warning')]
              : ['grey', t('сведения', 'info')];
        const line = make('li', { class: 'mb-1' }, make('span', { class: `tone tone-${colour} me-2` }, word));
        if (finding.place && finding.go) {
          const link = make('button', { type: 'button', class: 'btn btn-link p-0 me-1 align-baseline' }, finding.place);
          link.addEventListener('click', finding.go);
          line.append(link);
        } else if (finding.place) {
          line.append(make('code', { class: 'me-1' }, finding.place));
        }
        line.append(finding.text);
        return line;
      }),
    ),
  );
}
