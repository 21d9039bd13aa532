import '@fontsource-variable/golos-text/wght.css';
import '@tabler/core/dist/css/tabler.css';
import './style.css';
import htmx from 'htmx.org';
import { startShortcuts } from './shortcuts';
import { startForms } from './forms';
import { say } from './kit/say';
import { startKit } from './kit/start';
import { startTaskForms } from './task-form';

declare global {
  interface Window { htmx: typeof htmx }
}

window.htmx = htmx;
startShortcuts();
startKit();
startForms();
startTaskForms();

// An answer that says why something was refused is shown like any other page part.
document.addEventListener('htmx:beforeSwap', (event) => {
  const { xhr } = (event as CustomEvent).detail;
  if (xhr.status === 422 || xhr.status === 409) {
    (event as CustomEvent).detail.shouldSwap = true;
    (event as CustomEvent).detail.isError = false;
  }
});

// One that could not be worked on at all leaves the page, and what was typed into it, as it is and says so above.
document.addEventListener('htmx:responseError', (event) => {
  const page = new DOMParser().parseFromString((event as CustomEvent).detail.xhr.responseText, 'text/html');
  say([...page.querySelectorAll('[data-trouble]')].map((part) => part.textContent?.trim()).join('. '));
});
document.addEventListener('htmx:sendError', () => say(document.body.dataset.silent ?? ''));
