import { ask } from '../kit/ask';
import { make } from '../kit/make';
import { isSignedOut, signInAgain } from '../kit/session';
import { t } from '../kit/words';

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

/** The text of a file in the encoding that its mark or its declaration names; UTF-8 where neither says. */
export async function readXml(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const begins = (...mark: number[]): boolean => mark.every((byte, at) => bytes[at] === byte);
  const declared = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(new TextDecoder('latin1').decode(bytes.subarray(0, 200)))?.[1];
  const encoding = begins(0xff, 0xfe) || begins(0x3c, 0) ? 'utf-16le' : begins(0xfe, 0xff) || begins(0, 0x3c) ? 'utf-16be' : declared;
  let text: string;
  try {
    text = new TextDecoder(begins(0xef, 0xbb, 0xbf) ? 'utf-8' : (encoding ?? 'utf-8'), { fatal: true }).decode(bytes);
  } catch {
    throw new Error(
      t(
        `кодировка «${encoding ?? 'UTF-8'}» не подходит к содержимому файла`,
        `the encoding “${encoding ?? 'UTF-8'}” does not fit the file`,
      ),
    );
  }
  // It goes on as text, and is kept as UTF-8.
  return text.replace(/^(\uFEFF?\s*<\?xml[^>]*?)\sencoding\s*=\s*["'][^"']*["']/, '$1');
}

/**
 * Opens the file of a field; one that cannot be opened leaves what was there, and unsaved work goes only when the user says so. Gives
 * whether it was taken. `open` gives what is to be told of the file besides.
 */
export async function bring(
  input: HTMLInputElement,
  dirty: () => boolean,
  open: (xml: string) => Promise<string | void>,
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
  if (dirty()) {
    const question = t('Открыть файл вместо несохранённого?', 'Open the file instead of what is not saved?');
    const note = t(
      'Изменения этой страницы ещё не в черновике и пропадут.',
      'The changes on this page are not in the draft yet and will be lost.',
    );
    if ((await ask(question, [note], [{ value: 'open', label: t('Открыть файл', 'Open the file'), kind: 'danger' }])) !== 'open') {
      return false;
    }
  }
  try {
    const note = await open(await readXml(file));
    tell(
      t('Файл открыт; он станет черновиком, когда вы его сохраните.', 'The file is open; saving makes it the draft.') +
        (note ? ` ${note}` : ''),
      false,
    );
    return true;
  } catch (problem) {
    tell(t(`Файл не читается как ${format}: `, `The file is no readable ${format}: `) + (problem as Error).message, true);
    return false;
  }
}

/** Posts fields with the form's hidden ones, among them the token and the draft's version. */
export function post(form: HTMLFormElement, url: string, fields: Record<string, string>): Promise<Response> {
  const body = new FormData();
  form.querySelectorAll<HTMLInputElement>('input[type=hidden]').forEach((hidden) => body.set(hidden.name, hidden.value));
  Object.entries(fields).forEach(([name, value]) => body.set(name, value));
  return fetch(url, { method: 'POST', body, headers: { Accept: 'application/json' } });
}

/** What the server says of a draft; a refusal has a reason, and the version of somebody else's draft where there is one. */
interface Said {
  rowVersion?: number;
  reason?: string;
  detail?: string;
}

/**
 * Sends the draft and gives what the server said of it; null when it was not taken, which stands beside the buttons. What was not taken
 * stays on the page: whoever is signed out signs in beside it, whoever meets another's draft chooses between the two.
 */
export async function send<T extends { rowVersion: number }>(
  form: HTMLFormElement,
  url: string,
  xml: string,
  tell: Tell,
): Promise<T | null> {
  for (;;) {
    tell(t('Сохраняю…', 'Saving…'), false);
    const answer = await post(form, url, { xml }).catch(() => null);
    if (!answer) {
      tell(t('Нет связи с сервером; изменения пока только на этой странице.', 'No connection; the changes are on this page only.'), true);
      return null;
    }
    const said = answer.headers.get('content-type')?.includes('json') ? ((await answer.json()) as Said) : null;
    if (isSignedOut(answer)) {
      if (await signInAgain()) {
        continue;
      }
      tell(
        t(
          'Не сохранено: сеанс окончен. Изменения пока только на этой странице.',
          'Not saved: signed out. The changes are on this page only.',
        ),
        true,
      );
      return null;
    }
    if (answer.ok && said?.rowVersion !== undefined) {
      setVersion(said.rowVersion);
      return said as T;
    }
    const reason = said?.reason ?? said?.detail ?? `${t('Не сохранено', 'Not saved')}: ${answer.status}`;
    if (answer.status === 409 && said?.rowVersion !== undefined && (await keepMine(reason))) {
      setVersion(said.rowVersion);
      continue;
    }
    tell(reason, true);
    return null;
  }
}

function setVersion(version: number): void {
  document.querySelectorAll<HTMLInputElement>('[name=rowVersion]').forEach((field) => {
    field.value = String(version);
  });
}

/** Somebody else saved the draft meanwhile: theirs can be looked at beside this page, and one of the two stays. */
async function keepMine(reason: string): Promise<boolean> {
  const theirs = make(
    'a',
    { href: location.href, target: '_blank', rel: 'noopener' },
    t('Посмотреть чужой черновик в новой вкладке', 'See their draft in a new tab'),
  );
  const choice = await ask(
    t('Черновик изменил другой', 'Somebody else changed the draft'),
    [reason, make('p', {}, theirs)],
    [
      { value: 'mine', label: t('Сохранить мой вместо него', 'Save mine instead'), kind: 'primary' },
      { value: 'theirs', label: t('Открыть чужой, мой выбросить', 'Open theirs and drop mine'), kind: 'danger' },
    ],
  );
  if (choice === 'theirs') {
    window.dispatchEvent(new Event('draft:dropped'));
    location.reload();
  }
  return choice === 'mine';
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
