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
import './typing';

/** A name in scope; one with points ("deadlines.brief") is a way into a value. */
export interface Name {
  name: string;
  detail?: string;
  info?: string;
}

export interface FeelFunction {
  name: string;
  forms: string[];
}

export interface Problem {
  line: number;
  column: number;
  length: number;
  isError: boolean;
  text: string;
}

export interface FeelOptions {
  container: HTMLElement;
  value: string;
  dialect?: 'expression' | 'unaryTests';
  names: () => Name[];
  functions: FeelFunction[];
  attributes: Record<string, string>;
  onChange: (value: string) => void;
  /** Asks the server about the text; nothing is underlined without it. */
  check?: (text: string) => Promise<Problem[]>;
}

/** Has the text checked again, though it did not change. */
export const checkAgain = StateEffect.define<null>();

const ours = new WeakSet<Diagnostic>();
const keywords = ['if', 'then', 'else', 'for', 'in', 'return', 'some', 'every', 'satisfies', 'between', 'and', 'or', 'not'].concat([
  'true',
  'false',
  'null',
  'function',
]);

/** An editor of FEEL text: completion of names and functions, errors under the word. Tab leaves it. */
export function feelEditor(options: FeelOptions): EditorView {
  let view!: EditorView;
  const scope = options.names().map((own) => own.name);
  const builtins: Variable[] = options.functions.map((own) => ({
    name: own.name,
    type: 'function',
    params: parameters(own.forms[0] ?? '').map((name) => ({ name })),
  }));
  new FeelEditor({
    container: options.container,
    dialect: options.dialect ?? 'expression',
    value: options.value,
    variables: scope.map((name) => ({ name })),
    builtins,
    contentAttributes: { spellcheck: 'false', ...options.attributes },
    onChange: options.onChange,
    extensions: [
      ViewPlugin.define((own) => {
        view = own;
        return {};
      }),
      history(),
      keymap.of([...closeBracketsKeymap, ...historyKeymap]),
      EditorView.lineWrapping,
      EditorState.tabSize.of(2),
      autocompletion({ override: [(context) => complete(context, options)], icons: false }),
      namesInText(scope),
      // Only the server's word counts: the editor's own opinion of the syntax is not shown.
      linter(options.check ? () => underline(view.state.doc, options.check!) : null, {
        delay: 350,
        markerFilter: own,
        tooltipFilter: own,
        needsRefresh: (update) => update.transactions.some((transaction) => transaction.effects.some((effect) => effect.is(checkAgain))),
      }),
    ],
  });
  return view;
}

/** Puts a text in the place of the present one. */
export function replaceText(view: EditorView, text: string): void {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}

/** Where the cursor of the text at a line and column (from 1) stands. */
export function place(text: Text, line: number, column: number): number {
  const found = text.line(Math.min(Math.max(1, line), text.lines));
  return Math.min(found.from + column - 1, found.to);
}

async function underline(asked: Text, check: (text: string) => Promise<Problem[]>): Promise<Diagnostic[]> {
  return (await check(asked.toString())).map((problem) => diagnostic(asked, problem));
}

function complete(context: CompletionContext, options: FeelOptions): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  if ((before.replace(/\\"/g, '').match(/"/g)?.length ?? 0) % 2 === 1 || before.includes('//')) {
    return null;
  }
  // A name may have several words: the longest beginning that some name has is being written.
  const offered = completions(options);
  const words = [...before.matchAll(/[\p{L}\p{N}_][\p{L}\p{N}_–-]*/gu)].slice(-8);
  for (const word of words) {
    const written = before.slice(word.index).toLowerCase();
    const fitting = offered.filter((option) => option.label.toLowerCase().startsWith(written));
    if (/^[\p{L}_]/u.test(written) && fitting.length > 0) {
      return { from: line.from + word.index, options: fitting, filter: false };
    }
  }
  const last = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(before);
  if (last) {
    const inside = offered.filter((option) => option.label.toLowerCase().includes(last[0].toLowerCase()));
    return inside.length > 0 ? { from: line.from + last.index, options: inside, filter: false } : null;
  }
  return context.explicit ? { from: context.pos, options: offered, filter: false } : null;
}

function completions({ names, functions }: FeelOptions): Completion[] {
  return [
    ...names().map((own): Completion => ({ label: own.name, detail: own.detail, info: own.info, type: 'variable' })),
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
