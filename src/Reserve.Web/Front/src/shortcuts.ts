const offKey = 'shortcuts-off';

/**
 * Sequences such as `g` `t` that go to a menu word, `/` to the search field, `?` to the list of them; each can be switched off
 * (WCAG 2.1.4).
 */
export function startShortcuts(): void {
  const dialog = document.querySelector<HTMLDialogElement>('#shortcuts');
  const off = dialog?.querySelector<HTMLInputElement>('[data-shortcuts-off]');
  if (off) {
    off.checked = localStorage.getItem(offKey) !== null;
    off.addEventListener('change', () => (off.checked ? localStorage.setItem(offKey, '1') : localStorage.removeItem(offKey)));
  }
  document.querySelector('[data-open-shortcuts]')?.addEventListener('click', () => dialog?.showModal());

  let first = '';
  document.addEventListener('keydown', (event) => {
    if (localStorage.getItem(offKey) !== null || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
      return;
    }
    // The key's place, not its letter: the Russian layout must not matter.
    const key = event.code.startsWith('Key') ? event.code.slice(3).toLowerCase() : event.key;
    if (first === 'g') {
      first = '';
      const link = document.querySelector<HTMLAnchorElement>(`a[data-key="${CSS.escape(key)}"]`);
      if (link) {
        event.preventDefault();
        link.click();
      }
      return;
    }
    first = key === 'g' ? 'g' : '';
    if (event.key === '?' || (event.code === 'Digit7' && event.shiftKey)) {
      dialog?.showModal();
    } else if (event.code === 'Slash' && !event.shiftKey) {
      const search = document.querySelector<HTMLInputElement>('input[type=search]');
      if (search) {
        event.preventDefault();
        search.focus();
      }
    }
  });
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select, .djs-container, dialog') !== null)
  );
}
