import FeelEditor, { Variable } from '@bpmn-io/feel-editor';
import {
  autocompletion,
  closeBracketsKeymap,
  Completion,
  CompletionContext,
  CompletionResult,
  snippetCompletion,
} from '@codemirror/autocomplete';
import { history, historyKeymap } from '@codemirror/commands';
import { Diagnostic, linter } from '@codemirror/lint';
import { EditorState, StateEffect, Text } from '@codemirror/state';
import { Decoration, EditorView, keymap, MatchDecorator, ViewPlugin } from '@codemirror/view';
import '../editor/typing';
import { t } from '../editor/words';
import './feel.css';
import { island } from './island';

interface Name {
  name: string;
  detail?: string;
  info?: string;
}
interface Problem {
  line: number;
  column: number;
  length: number;
  isError: boolean;
  text: string;
}

const ours = new WeakSet<Diagnostic>();
const checkAgain = StateEffect.define<null>();
const keywords = [
  'if',
  'then',
  'else',
  'for',
  'in',
  'return',
  'some',
  'every',
  'satisfies',
  'between',
  'and',
  'or',
  'not',
  'true',
  'false',
  'null',
  'function',
];

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
  const functions = JSON.parse(box.dataset.functions ?? '[]') as { name: string; forms: string[] }[];
  const label = form.querySelector<HTMLLabelElement>(`label[for="${area.id}"]`);
  const container = document.createElement('div');
  container.className = 'feel-editor form-control';
  area.after(container);
  area.hidden = true;
  if (label) {
    label.id ||= `${area.id}-label`;
  }

  let view!: EditorView;
  let pending: AbortController | undefined;
  const builtins: Variable[] = functions.map((own) => ({
    name: own.name,
    type: 'function',
    params: parameters(own.forms[0] ?? '').map((name) => ({ name })),
  }));
  new FeelEditor({
    container,
    dialect: box.dataset.dialect === 'unaryTests' ? 'unaryTests' : 'expression',
    value: area.value,
    variables: names.map((own) => ({ name: own.name })),
    builtins,
    contentAttributes: {
      ...(label ? { 'aria-labelledby': label.id } : { 'aria-label': area.getAttribute('aria-label') ?? 'FEEL' }),
      ...(area.getAttribute('aria-describedby') ? { 'aria-describedby': area.getAttribute('aria-describedby')! } : {}),
      spellcheck: 'false',
    },
    onChange: (value) => {
      area.value = value;
      area.dispatchEvent(new Event('input', { bubbles: true }));
    },
    extensions: [
      ViewPlugin.define((own) => {
        view = own;
        return {};
      }),
      history(),
      keymap.of([...closeBracketsKeymap, ...historyKeymap]),
      EditorView.lineWrapping,
      EditorState.tabSize.of(2),
      autocompletion({ override: [complete], icons: false }),
      namesInText(names.map((own) => own.name)),
      // Only the server's word counts: the editor's own opinion of the syntax is not shown.
      linter(box.dataset.check ? check : null, {
        delay: 350,
        markerFilter: own,
        tooltipFilter: own,
        needsRefresh: (update) => update.transactions.some((transaction) => transaction.effects.some((effect) => effect.is(checkAgain))),
      }),
    ],
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
  async function check(): Promise<Diagnostic[]> {
    pending?.abort();
    pending = new AbortController();
    const asked = view.state.doc;
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
      return (JSON.parse(part.dataset.problems!) as Problem[]).map((problem) => diagnostic(asked, problem));
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

  function complete(context: CompletionContext): CompletionResult | null {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    if ((before.replace(/\\"/g, '').match(/"/g)?.length ?? 0) % 2 === 1 || before.includes('//')) {
      return null;
    }
    // A name may have several words: the longest beginning that some name has is being written.
    const options = all();
    const words = [...before.matchAll(/[\p{L}\p{N}_][\p{L}\p{N}_–-]*/gu)].slice(-8);
    for (const word of words) {
      const written = before.slice(word.index).toLowerCase();
      const fitting = options.filter((option) => option.label.toLowerCase().startsWith(written));
      if (/^[\p{L}_]/u.test(written) && fitting.length > 0) {
        return { from: line.from + word.index, options: fitting, filter: false };
      }
    }
    const last = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(before);
    if (last) {
      const inside = options.filter((option) => option.label.toLowerCase().includes(last[0].toLowerCase()));
      return inside.length > 0 ? { from: line.from + last.index, options: inside, filter: false } : null;
    }
    return context.explicit ? { from: context.pos, options, filter: false } : null;
  }

  function all(): Completion[] {
    return [
      ...names.map((own): Completion => ({ label: own.name, detail: own.detail, info: own.info, type: 'variable' })),
      ...functions.flatMap((own) =>
        own.forms.map((formOf): Completion => {
          const given = parameters(formOf);
          return snippetCompletion(`${own.name}(${given.map((name) => `\${${name}}`).join(', ')})`, {
            label: `${own.name}(${formOf})`,
            type: 'function',
          });
        }),
      ),
      ...keywords.map((word): Completion => ({ label: word, type: 'keyword' })),
    ];
  }
});

/** The parameters that must be given. */
function parameters(form: string): string[] {
  return form
    .split(', ')
    .filter((name) => name !== '' && !name.endsWith('?'))
    .map((name) => name.replace('…', ''));
}

function own(found: readonly Diagnostic[]): Diagnostic[] {
  return found.filter((diagnostic) => ours.has(diagnostic));
}

function diagnostic(text: Text, problem: Problem): Diagnostic {
  const from = place(text, problem.line, problem.column);
  // Where nothing stands any more (the end of the text) the last character is underlined.
  const start = problem.length === 0 ? Math.max(0, from - 1) : from;
  const found: Diagnostic = {
    from: start,
    to: Math.min(text.length, Math.max(start + 1, from + problem.length)),
    severity: problem.isError ? 'error' : 'warning',
    message: problem.text,
  };
  ours.add(found);
  return found;
}

function place(text: Text, line: number, column: number): number {
  const own = text.line(Math.min(Math.max(1, line), text.lines));
  return Math.min(own.from + column - 1, own.to);
}

/** Marks the names in scope, also those of several words. */
function namesInText(names: string[]) {
  if (names.length === 0) {
    return [];
  }
  const longestFirst = [...names]
    .sort((one, other) => other.length - one.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const decorator = new MatchDecorator({
    regexp: new RegExp(`(?<![\\p{L}\\p{N}_])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}_])`, 'gu'),
    decoration: Decoration.mark({ class: 'feel-name' }),
  });
  return ViewPlugin.define(
    (view) => ({
      decorations: decorator.createDeco(view),
      update(update) {
        this.decorations = decorator.updateDeco(update, this.decorations);
      },
    }),
    { decorations: (plugin) => plugin.decorations },
  );
}
