import { ask } from './ask';
import { make } from './make';
import { t } from './words';

/** Whether the server sent us to the page of signing in instead of answering. */
export const isSignedOut = (answer: Response): boolean =>
  answer.status === 401 || (answer.redirected && new URL(answer.url).pathname.startsWith('/sign-in'));

/**
 * Has the user sign in again in a tab beside this one, so that nothing on this page is lost. Gives whether they are signed in; the page
 * then holds the new session's token.
 */
export async function signInAgain(): Promise<boolean> {
  const link = make(
    'a',
    { href: '/sign-in', target: '_blank', rel: 'noopener', class: 'btn btn-primary' },
    t('Войти в новой вкладке', 'Sign in, in a new tab'),
  );
  const returned = (): void => {
    void renewToken().then((renewed) => renewed && document.querySelector<HTMLDialogElement>('dialog.ask')?.close('again'));
  };
  window.addEventListener('focus', returned);
  try {
    const choice = await ask(
      t('Сеанс окончен', 'You are signed out'),
      [
        t(
          'Изменения целы: они на этой странице. Войдите снова, вернитесь сюда, и они сохранятся.',
          'The changes are safe on this page. Sign in again, come back, and they are saved.',
        ),
        make('p', {}, link),
      ],
      [{ value: 'again', label: t('Я вошёл снова', 'I have signed in') }],
    );
    return choice === 'again' && (await renewToken());
  } finally {
    window.removeEventListener('focus', returned);
  }
}

/** Takes the token of the present session from a fresh copy of this page. */
async function renewToken(): Promise<boolean> {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => null);
  if (!answer?.ok || isSignedOut(answer)) {
    return false;
  }
  const name = '__RequestVerificationToken';
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const token = page.querySelector<HTMLInputElement>(`[name=${name}]`)?.value;
  if (token) {
    document.querySelectorAll<HTMLInputElement>(`[name=${name}]`).forEach((field) => {
      field.value = token;
    });
  }
  return Boolean(token);
}
