import { ask } from './ask';
import { make } from './make';
import { t } from './words';

/** Who is signed in now, and the token with which this browser's forms are sent. */
interface Session {
  user: string;
  token: string;
}

const sessionAddress = '/session';
const tokenName = '__RequestVerificationToken';
const fresh = 60_000;
const patience = 8_000;
let heard = Date.now();

/** Whether the server sent us to the page of signing in instead of answering. */
export const isSignedOut = (answer: Response): boolean =>
  answer.status === 401 || (answer.redirected && new URL(answer.url).pathname.startsWith('/sign-in'));

/** The session may have ended behind this page: the next form asks first. */
export function doubt(): void {
  heard = 0;
}

/** Whether the session is to be asked for before a form is sent; what was answered a moment ago still holds. */
export const isDoubtful = (): boolean => Date.now() - heard > fresh;

/** 'in', 'out', or 'silent' when the server does not answer. */
export async function look(): Promise<'in' | 'out' | 'silent'> {
  try {
    const answer = await fetch(sessionAddress, {
      headers: { Accept: 'application/json' },
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
    });
    if (isSignedOut(answer)) {
      return 'out';
    }
    if (answer.ok && answer.headers.get('content-type')?.includes('json')) {
      return take((await answer.json()) as Session) ? 'in' : 'out';
    }
    // Something else stands between, as a second factor that is to be set up: the form itself will be told.
    if (answer.status < 500) {
      heard = Date.now();
      return 'in';
    }
    return 'silent';
  } catch {
    return 'silent';
  }
}

/** The forms of this page go on in the session, unless it is somebody else's. */
function take(session: Session): boolean {
  const mine = document.body.dataset.user;
  if (mine && mine.toLowerCase() !== session.user.toLowerCase()) {
    return false;
  }
  heard = Date.now();
  document.querySelectorAll<HTMLInputElement>(`form:not([data-sign-in]) [name=${tokenName}]`).forEach((field) => {
    field.value = session.token;
  });
  return true;
}

let running: Promise<boolean> | undefined;

/**
 * Has the user sign in again above this page, so that nothing on it is lost; gives whether they are signed in. The page then holds the
 * new session's token. Asked twice at once, it asks the user once.
 */
export function signInAgain(): Promise<boolean> {
  running ??= signIn().finally(() => { running = undefined; });
  return running;
}

async function signIn(): Promise<boolean> {
  const place = make('div', { class: 'my-3' });
  const trouble = make('div', { class: 'text-danger', role: 'alert' });
  const beside = make('a', { href: '/sign-in', target: '_blank', rel: 'noopener' }, t('Войти в новой вкладке', 'Sign in, in a new tab'));
  const close = (): void => document.querySelector<HTMLDialogElement>('dialog.ask')?.close('again');
  const returned = (): void => {
    void look().then((state) => state === 'in' && close());
  };
  place.addEventListener('submit', (event) => {
    event.preventDefault();
    event.stopPropagation();
    void send(event.target as HTMLFormElement, event.submitter, place, trouble, close);
  });
  window.addEventListener('focus', returned);
  try {
    const asked = ask(
      t('Сеанс окончен', 'You are signed out'),
      [
        t(
          'Введённое цело: оно на этой странице. Войдите снова, и она продолжит с того же места.',
          'What you typed is safe on this page. Sign in again, and it goes on from here.',
        ),
        trouble,
        place,
        make('p', {}, beside),
      ],
      [{ value: 'again', label: t('Я вошёл снова', 'I have signed in') }],
    );
    await show(place, await page('/sign-in?returnUrl=' + encodeURIComponent(sessionAddress)));
    const choice = await asked;
    return choice === 'again' && (await look()) === 'in';
  } finally {
    window.removeEventListener('focus', returned);
  }
}

interface Shown {
  address: string;
  main: Document;
}

async function page(address: string, body?: FormData): Promise<Shown | Session | null> {
  const answer = await fetch(address, { method: body ? 'POST' : 'GET', body, headers: { Accept: 'text/html' } }).catch(() => null);
  if (!answer) {
    return null;
  }
  return answer.headers.get('content-type')?.includes('json')
    ? ((await answer.json()) as Session)
    : { address: answer.url, main: new DOMParser().parseFromString(await answer.text(), 'text/html') };
}

/** Shows the forms of a page of signing in within the dialog; the same address without them leaves what is there. */
async function show(place: HTMLElement, shown: Shown | Session | null): Promise<void> {
  if (!shown || !('main' in shown) || !new URL(shown.address).pathname.startsWith('/sign-in')) {
    return;
  }
  const card = shown.main.querySelector('main .card');
  card?.querySelectorAll('[id]').forEach((part) => { part.id = `again-${part.id}`; });
  card?.querySelectorAll('[for]').forEach((part) => part.setAttribute('for', `again-${part.getAttribute('for')}`));
  card?.querySelectorAll('script').forEach((script) => {
    script.remove();
    document.head.append(make('script', { type: 'module', src: script.getAttribute('src') ?? '' }));
  });
  place.replaceChildren(...(card ? [document.adoptNode(card)] : []));
  place.querySelectorAll('form').forEach((form) => {
    form.dataset.signIn = new URL(form.getAttribute('action') ?? shown.address, shown.address).toString();
  });
  const name = place.querySelector<HTMLInputElement>('[name=UserName]');
  if (name && name.value === '') {
    name.value = document.body.dataset.user ?? '';
  }
  place.querySelector<HTMLElement>(name?.value ? '[type=password]' : 'input:not([type=hidden])')?.focus();
  // Keys of one's own start where they come in.
  place.dispatchEvent(new Event('htmx:load', { bubbles: true }));
}

async function send(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
  place: HTMLElement,
  trouble: HTMLElement,
  close: () => void,
): Promise<void> {
  if (form.dataset.sent) {
    return;
  }
  form.dataset.sent = '1';
  trouble.textContent = '';
  const shown = await page(form.dataset.signIn!, new FormData(form, submitter));
  delete form.dataset.sent;
  if (shown && 'user' in shown) {
    if (take(shown)) {
      close();
    } else {
      trouble.textContent = t(
        `Вошёл другой пользователь (${shown.user}): форма этой страницы не отправлена.`,
        `Somebody else (${shown.user}) has signed in: the form of this page was not sent.`,
      );
    }
  } else if (shown) {
    await show(place, shown);
  } else {
    trouble.textContent = document.body.dataset.silent ?? '';
  }
}
