import { say } from './say';
import { doubt } from './session';
import { hasUnsaved } from './typed';
import { t } from './words';

type Said = { about: string[]; page: string } | 'out';

const key = 'sent';
const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const tabs = new BroadcastChannel('reserve');

const idsOf = (address: string): string[] => address.toLowerCase().match(id) ?? [];

/** Tells the other tabs of this browser that what these identifiers name has changed. */
export const tellChanged = (about: string[], page = location.pathname): void => tabs.postMessage({ about, page } satisfies Said);

/** A tab that changed something tells the others; one that shows it says so and offers to read it anew. */
export function startTabs(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method === 'post' && !event.defaultPrevented) {
      sessionStorage.setItem(key, JSON.stringify([...idsOf(form.action), ...idsOf(location.pathname)]));
      if (new URL(form.action, location.href).pathname === '/sign-out') {
        tabs.postMessage('out' satisfies Said);
      }
    }
  });
  // Only the answer shows that it was done.
  const sent = sessionStorage.getItem(key);
  if (sent !== null) {
    sessionStorage.removeItem(key);
    if (document.querySelector('#flash [data-done]')) {
      tellChanged(JSON.parse(sent) as string[]);
    }
  }
  document.addEventListener('htmx:afterRequest', (event) => {
    const { successful, requestConfig } = (event as CustomEvent).detail;
    if (successful && requestConfig.verb !== 'get') {
      tellChanged([...idsOf(requestConfig.path), ...idsOf(location.pathname)]);
    }
  });
  tabs.addEventListener('message', ({ data }: MessageEvent<Said>) => {
    if (data === 'out') {
      doubt();
    } else if (data.page === location.pathname || data.about.some((one) => shown().has(one))) {
      tell();
    }
  });
}

/** What the page is about, and what it leads to. */
function shown(): Set<string> {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('main a[href]')].flatMap((link) => idsOf(link.getAttribute('href')!));
  return new Set([...idsOf(location.pathname), ...links]);
}

function tell(): void {
  const words = t('То, что показано здесь, изменено в другой вкладке.', 'What is shown here has been changed in another tab.');
  const more = hasUnsaved()
    ? t(' Прежде чем обновить, сохраните введённое.', ' Save what you have typed before you reload.')
    : '';
  say(words + more, 'info', { label: t('Обновить', 'Reload'), run: () => location.reload() });
}
