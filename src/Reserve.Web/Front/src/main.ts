import '@fontsource-variable/golos-text/wght.css';
import '@tabler/core/dist/css/tabler.css';
import './style.css';
import htmx from 'htmx.org';
import { startShortcuts } from './shortcuts';
import { startForms } from './forms';

declare global {
  interface Window { htmx: typeof htmx }
}

window.htmx = htmx;
startShortcuts();
startForms();

// An answer that says why something was refused is shown like any other page part.
document.addEventListener('htmx:beforeSwap', (event) => {
  const { xhr } = (event as CustomEvent).detail;
  if (xhr.status === 422 || xhr.status === 409) {
    (event as CustomEvent).detail.shouldSwap = true;
    (event as CustomEvent).detail.isError = false;
  }
});
