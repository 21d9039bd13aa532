/** Small comforts of forms; each form works without them. */
export function startForms(): void {
  // <select data-submit>, <input data-submit>: choosing filters at once; without scripts the button does it.
  document.addEventListener('change', (event) => {
    const field = event.target as HTMLElement;
    if (field.matches?.('[data-submit]')) {
      field.closest('form')?.requestSubmit();
    }
  });

  // <input type="checkbox" data-tick-all="run"> ticks the fields of that name in its form, or none.
  document.addEventListener('change', (event) => {
    const all = event.target as HTMLInputElement;
    const name = all.dataset?.tickAll;
    if (name) {
      all.form?.querySelectorAll<HTMLInputElement>(`input[type=checkbox][name="${name}"]`).forEach((one) => { one.checked = all.checked; });
    }
  });

  // <input type="file" data-file-list>: what was chosen or dropped, by name and size.
  document.addEventListener('change', (event) => {
    const field = event.target as HTMLInputElement;
    if (field.matches?.('input[type=file][data-file-list]')) {
      listFiles(field);
    }
  });

  // Esc closes an open confirmation, and only one stays open.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      document.querySelectorAll<HTMLDetailsElement>('details.confirm[open]').forEach((details) => {
        details.open = false;
        details.querySelector('summary')?.focus();
      });
    }
  });

  document.addEventListener('click', (event) => {
    const target = event.target as HTMLElement;
    target.closest('details.confirm [data-cancel]')?.closest('details')?.removeAttribute('open');
    target.closest('[data-dismiss]')?.closest('.alert')?.remove();
    const copied = target.closest<HTMLElement>('[data-copy]');
    if (copied) {
      void copy(copied);
    }
    if (target.closest('[data-print]')) {
      window.print();
    }
  });
}

function listFiles(field: HTMLInputElement): void {
  field.parentElement?.querySelector('.file-list')?.remove();
  const files = [...(field.files ?? [])];
  if (files.length === 0) {
    return;
  }
  const list = document.createElement('ul');
  list.className = 'file-list';
  const size = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const unit = document.documentElement.lang === 'en' ? 'MB' : 'МБ';
  list.append(...files.map((file) => {
    const line = document.createElement('li');
    line.textContent = `${file.name} — ${size.format(Math.max(file.size / 1048576, 0.1))} ${unit}`;
    return line;
  }));
  field.after(list);
}

/** Puts the words of a button into the clipboard; where that is not allowed, marks them, so that the keyboard can. */
async function copy(button: HTMLElement): Promise<void> {
  const shown = button.querySelector('span') ?? button;
  const words = shown.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy ?? '');
  } catch {
    getSelection()?.selectAllChildren(shown);
    return;
  }
  shown.textContent = button.dataset.copied ?? words;
  window.setTimeout(() => { shown.textContent = words; }, 1200);
}
