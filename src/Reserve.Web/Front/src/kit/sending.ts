import { say } from './say';
import { doubt, isDoubtful, look, signInAgain } from './session';
import { t } from './words';

const asked = new WeakSet<HTMLFormElement>();
const longest = 8_000;

/** Forms that a page keeps and delivers by itself, also without a line. */
const deliversItself = '[data-minutes], [data-deliver], [data-sign-in]';

/**
 * How every form is sent: once, however often it is clicked, and within a session. Where that may have ended the server is asked first;
 * who is signed out signs in above the page, and then the same form goes, with everything typed and chosen.
 */
export function startSending(): void {
  document.addEventListener(
    'submit',
    (event) => {
      const form = event.target as HTMLFormElement;
      if (form.method !== 'post' || form.matches(deliversItself)) {
        return;
      }
      const underWay = form.classList.contains('htmx-request') || form.dataset.sent !== undefined || asked.has(form);
      if (underWay) {
        hold(event);
      } else if (isDoubtful() || !navigator.onLine) {
        hold(event);
        void askFirst(form, event.submitter);
      }
    },
    { capture: true },
  );
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method === 'post' && !event.defaultPrevented && !form.matches(deliversItself)) {
      form.dataset.sent = '1';
      window.setTimeout(() => delete form.dataset.sent, longest);
    }
  });
  window.addEventListener('pageshow', () => {
    document.querySelectorAll<HTMLFormElement>('form[data-sent]').forEach((form) => delete form.dataset.sent);
  });

  // A form of htmx meets the end of the session by itself.
  document.addEventListener('htmx:beforeOnLoad', (event) => {
    const { xhr, elt, requestConfig } = (event as CustomEvent).detail;
    if (xhr.status !== 401) {
      return;
    }
    event.preventDefault();
    doubt();
    if (requestConfig.verb === 'get') {
      const words = t('Сеанс окончен: эта страница больше не обновляется.', 'You are signed out: this page is no longer kept up to date.');
      say(words, 'info', {
        label: t('Войти', 'Sign in'),
        run: async () => (await signInAgain()) && location.reload(),
      });
    } else if (elt instanceof HTMLFormElement) {
      const submitter = (requestConfig.triggeringEvent as SubmitEvent | undefined)?.submitter ?? null;
      void signInAgain().then((isIn) => isIn && resend(elt, submitter));
    }
  });
}

function hold(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

async function askFirst(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  asked.add(form);
  const state = await look();
  const isIn = state === 'in' || (state === 'out' && (await signInAgain()));
  asked.delete(form);
  if (isIn) {
    resend(form, submitter);
  } else if (state === 'silent') {
    say(document.body.dataset.silent ?? '');
  }
}

/** By the same button: its name and value belong to what is sent. */
function resend(form: HTMLFormElement, submitter: HTMLElement | null): void {
  if (submitter) {
    submitter.click();
  } else {
    form.requestSubmit();
  }
}
