import { EditorView } from '@codemirror/view';
import { checkAgain, feelEditor, FeelFunction, Name, place, Problem } from '../editor/feel-editor';
import { t } from '../kit/words';
import './feel.css';
import { island } from './island';

/**
 * `<div data-feel data-dialect="expression" data-names='[{name, detail, info}]' data-functions='[{name, forms: ["a, b?"]}]'
 * data-check="address" data-result="#where"><label for="x">…</label><textarea id="x" name="x">…</textarea></div>`:
 * an editor over the text area, which stays the form's field. The form is sent to the address after each pause in typing; the
 * answer is a part of a page whose `data-problems` are underlined, and which is put into the place named by `data-result`.
 * Elsewhere in the form `data-insert="name"` inserts a name, `data-go="line:column"` moves the cursor. Tab leaves the editor.
 */
island('[data-feel]', (box) => {
  const area = box.querySelector('textarea')!;
  const form = area.form!;
  const names = JSON.parse(box.dataset.names ?? '[]') as Name[];
  const functions = JSON.parse(box.dataset.functions ?? '[]') as FeelFunction[];
  const label = form.querySelector<HTMLLabelElement>(`label[for="${area.id}"]`);
  const container = document.createElement('div');
  container.className = 'feel-editor form-control';
  area.after(container);
  area.hidden = true;
  if (label) {
    label.id ||= `${area.id}-label`;
  }

  let pending: AbortController | undefined;
  const view: EditorView = feelEditor({
    container,
    dialect: box.dataset.dialect === 'unaryTests' ? 'unaryTests' : 'expression',
    value: area.value,
    names: () => names,
    functions,
    attributes: {
      ...(label ? { 'aria-labelledby': label.id } : { 'aria-label': area.getAttribute('aria-label') ?? 'FEEL' }),
      ...(area.getAttribute('aria-describedby') ? { 'aria-describedby': area.getAttribute('aria-describedby')! } : {}),
    },
    onChange: (value) => {
      area.value = value;
      area.dispatchEvent(new Event('input', { bubbles: true }));
    },
    check: box.dataset.check ? check : undefined,
  });
  box.dataset.ready = 'true';
  label?.addEventListener('click', () => view.focus());

  form.addEventListener('change', (event) => event.target !== area && view.dispatch({ effects: checkAgain.of(null) }));
  form.addEventListener('click', (event) => {
    const target = (event.target as HTMLElement).closest<HTMLElement>('[data-insert], [data-go]');
    if (target?.dataset.insert) {
      insert(target.dataset.insert);
    } else if (target?.dataset.go) {
      const [line, column] = target.dataset.go.split(':').map(Number);
      view.dispatch({ selection: { anchor: place(view.state.doc, line, column) }, scrollIntoView: true });
      view.focus();
    }
  });

  function insert(name: string): void {
    const { from, to } = view.state.selection.main;
    const before = /[\p{L}\p{N}_)]$/u.test(view.state.sliceDoc(Math.max(0, from - 1), from)) ? ' ' : '';
    const after = /^[\p{L}\p{N}_(]/u.test(view.state.sliceDoc(to, to + 1)) ? ' ' : '';
    view.dispatch({
      changes: { from, to, insert: before + name + after },
      selection: { anchor: from + before.length + name.length },
      scrollIntoView: true,
    });
    view.focus();
  }

  /** Asks the server; shows what it answers and gives what is to be underlined. */
  async function check(): Promise<Problem[]> {
    pending?.abort();
    pending = new AbortController();
    const result = box.dataset.result ? document.querySelector<HTMLElement>(box.dataset.result) : null;
    try {
      const answer = await fetch(box.dataset.check!, {
        method: 'POST',
        body: new FormData(form),
        headers: { Accept: 'text/html', 'HX-Request': 'true' },
        signal: pending.signal,
      });
      if (!answer.ok || answer.redirected) {
        throw new Error(`${answer.status}`);
      }
      const part = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector<HTMLElement>('[data-problems]')!;
      result?.replaceChildren(part);
      result?.removeAttribute('aria-busy');
      return JSON.parse(part.dataset.problems!) as Problem[];
    } catch (problem) {
      if ((problem as Error).name !== 'AbortError' && result) {
        const note = document.createElement('p');
        note.className = 'text-danger';
        note.textContent = t('Сервер не ответил: проверка не сделана.', 'The server did not answer: nothing was checked.');
        result.replaceChildren(note);
      }
      return [];
    }
  }
});
