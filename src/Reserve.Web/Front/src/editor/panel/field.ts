import { h, VNode } from '@bpmn-io/properties-panel/preact';
import { useEffect, useMemo, useRef, useState } from '@bpmn-io/properties-panel/preact/hooks';
import { feelEditor, FeelFunction, Name, Problem, replaceText } from '../feel-editor';
import { Shape } from '../types';
import { t } from '../../kit/words';

/** What a field holds: a constant or a formula, as text. */
export interface Written {
  feel: boolean;
  text: string;
}

/** One entry of the panel: a constant, a FEEL formula, or what the user chooses of the two. */
export interface Field {
  id: string;
  label: string;
  kind?: 'text' | 'feel' | 'both';
  get(): Written;
  /** Keeps it in the drawing, as one undoable step; an empty text removes it. */
  set(value: Written): void;
  choices?: [string, string][];
  suggestions?: string[];
  rows?: number;
  required?: boolean;
  hint?: string;
  /** What is wrong with the text, in words; such a text is not kept. */
  validate?(text: string): string | undefined;
}

/** What the fields of formulas ask for: the names in scope at an element, the functions, the server's opinion. */
export interface FeelHost {
  functions: FeelFunction[];
  names(element: Shape): Name[];
  check(text: string, names: Name[]): Promise<Problem[]>;
}

export interface Entry {
  id: string;
  component: (props: any) => VNode<any>;
  isEdited?: (node?: HTMLInputElement) => boolean;
  [property: string]: unknown;
}

const pause = 300;

/** Makes entries of fields; the host is what all of them share. */
export function fieldMaker(host: FeelHost): (field: Field) => Entry {
  // One component for all: another one after each change would throw the field away while somebody types into it.
  return (field) => ({ id: field.id, component: FieldEntry, isEdited, field, host });
}

const isEdited = (node?: HTMLInputElement): boolean => Boolean(node && (node.value ?? node.textContent));

function FieldEntry({ element, field, host }: Props): VNode<any> {
  return h(Control, { key: `${element.id}/${field.id}`, element, field, host });
}

interface Props {
  element: Shape;
  field: Field;
  host: FeelHost;
}

function Control({ element, field, host }: Props): VNode<any> {
  const written = field.get();
  // Chosen but not kept yet: an empty formula is nothing in the file.
  const [chosen, choose] = useState<boolean | null>(null);
  const feel = field.kind === 'feel' || (field.kind === 'both' && (written.text === '' ? (chosen ?? written.feel) : written.feel));
  const id = `bio-properties-panel-${field.id}`;
  const [problem, setProblem] = useState<{ text: string; isError: boolean } | undefined>();
  const typing = useTyping(field, feel, written, setProblem);
  const described = [field.hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined;
  const turn = (): void => {
    typing.flush();
    const text = field.get().text;
    choose(!feel);
    setProblem(undefined);
    // The same meaning in the other notation, where there is one.
    if (text !== '') {
      field.set({
        feel: !feel,
        text: feel ? unquoted(text) : /^(true|false|null|-?\d+(\.\d+)?)$/.test(text) ? text : JSON.stringify(text),
      });
    }
  };
  const names = (): Name[] => host.names(element);
  const control = feel
    ? h(Formula, { key: 'feel', id, described, typing, text: written.text, names, host, setProblem, label: field.label })
    : field.choices
      ? h(Choice, { key: 'choice', id, described, field, text: written.text })
      : h(Line, { key: 'text', id, described, field, typing, text: typing.shown(written.text) });
  return h(
    'div',
    { class: `bio-properties-panel-entry${problem?.isError ? ' has-error' : ''}`, 'data-entry-id': field.id },
    h(
      'div',
      { class: 'field-head' },
      h('label', { for: id, id: `${id}-label`, class: 'bio-properties-panel-label' }, field.label + (field.required ? ' *' : '')),
      field.kind === 'both' &&
        h(
          'button',
          {
            type: 'button',
            class: 'feel-toggle',
            'aria-pressed': String(feel),
            'aria-label': `${field.label}: ${t('формула FEEL', 'FEEL formula')}`,
            title: feel
              ? t('Формула FEEL; нажмите, чтобы писать текст как есть', 'A FEEL formula; press to write plain text')
              : t('Текст как есть; нажмите, чтобы писать формулу FEEL', 'Plain text; press to write a FEEL formula'),
            onClick: turn,
          },
          'FEEL',
        ),
    ),
    control,
    problem && h('div', { id: `${id}-problem`, class: problem.isError ? 'bio-properties-panel-error' : 'field-doubt' }, problem.text),
    field.hint && h('div', { id: `${id}-hint`, class: 'bio-properties-panel-description' }, field.hint),
  );
}

const unquoted = (text: string): string => (/^"([^"\\]|\\.)*"$/.test(text) ? (JSON.parse(text) as string) : text);

interface Typing {
  input(text: string): void;
  flush(): void;
  /** The text as typed so far, or the model's when it was changed meanwhile (undone, for instance). */
  shown(text: string): string;
  kept(): string;
}

/** Keeps what is typed after a pause, and at the latest when the field is left or another element is chosen. */
function useTyping(
  field: Field,
  feel: boolean,
  written: Written,
  setProblem: (problem?: { text: string; isError: boolean }) => void,
): Typing {
  const latest = useRef({ field, feel });
  latest.current = { field, feel };
  const state = useRef<{ typed: string | null; kept: string; timer: number }>({ typed: null, kept: written.text, timer: 0 });
  const [, draw] = useState(0);
  if (written.text !== state.current.kept) {
    state.current.kept = written.text;
    state.current.typed = null;
  }
  const typing = useMemo((): Typing => {
    const keep = (): void => {
      const { field: now, feel: asFeel } = latest.current;
      window.clearTimeout(state.current.timer);
      state.current.timer = 0;
      const typed = state.current.typed;
      if (typed === null || typed.trim() === state.current.kept) {
        return;
      }
      const wrong = asFeel ? undefined : now.validate?.(typed.trim());
      if (!asFeel) {
        setProblem(wrong ? { text: wrong, isError: true } : undefined);
      }
      if (!wrong) {
        state.current.kept = typed.trim();
        now.set({ feel: asFeel, text: typed.trim() });
      }
    };
    return {
      input(text) {
        state.current.typed = text;
        window.clearTimeout(state.current.timer);
        state.current.timer = window.setTimeout(keep, pause);
        draw((count) => count + 1);
      },
      flush() {
        if (state.current.timer) {
          keep();
        }
      },
      shown: (text) => state.current.typed ?? text,
      kept: () => state.current.typed ?? state.current.kept,
    };
  }, []);
  useEffect(() => typing.flush, []);
  return typing;
}

function Line({
  id,
  described,
  field,
  typing,
  text,
}: {
  id: string;
  described?: string;
  field: Field;
  typing: Typing;
  text: string;
}): VNode<any> {
  const list = field.suggestions?.length ? `${id}-list` : undefined;
  const attributes = {
    id,
    class: 'bio-properties-panel-input',
    value: text,
    spellcheck: false,
    autocomplete: 'off',
    'aria-describedby': described,
    onInput: (event: Event) => typing.input((event.target as HTMLInputElement).value),
    onBlur: () => typing.flush(),
  };
  return h(
    'div',
    { class: 'bio-properties-panel-textfield' },
    field.rows ? h('textarea', { ...attributes, rows: field.rows }) : h('input', { ...attributes, type: 'text', list }),
    list && h('datalist', { id: list }, ...field.suggestions!.map((value) => h('option', { value }))),
  );
}

function Choice({ id, described, field, text }: { id: string; described?: string; field: Field; text: string }): VNode<any> {
  const known = field.choices!.some(([code]) => code === text) || text === '';
  const choices: [string, string][] = [['', '—'], ...field.choices!, ...(known ? [] : [[text, text] as [string, string]])];
  return h(
    'div',
    { class: 'bio-properties-panel-select' },
    h(
      'select',
      {
        id,
        class: 'bio-properties-panel-input',
        value: text,
        'aria-describedby': described,
        onChange: (event: Event) => field.set({ feel: false, text: (event.target as HTMLSelectElement).value }),
      },
      ...choices.map(([code, name]) => h('option', { value: code, selected: code === text }, name)),
    ),
  );
}

interface FormulaProps {
  id: string;
  label: string;
  described?: string;
  typing: Typing;
  text: string;
  names: () => Name[];
  host: FeelHost;
  setProblem: (problem?: { text: string; isError: boolean }) => void;
}

function Formula({ id, described, typing, text, names, host, setProblem }: FormulaProps): VNode<any> {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<ReturnType<typeof feelEditor> | null>(null);
  const scope = useRef(names);
  scope.current = names;
  useEffect(() => {
    view.current = feelEditor({
      container: box.current!,
      value: text,
      names: () => scope.current(),
      functions: host.functions,
      attributes: { id, 'aria-labelledby': `${id}-label`, ...(described ? { 'aria-describedby': described } : {}) },
      onChange: (value) => typing.input(value),
      check: async (asked) => {
        const found = asked.trim() === '' ? [] : await host.check(asked, scope.current());
        const worst = found.find((problem) => problem.isError) ?? found[0];
        setProblem(worst && { text: worst.text, isError: worst.isError });
        return found;
      },
    });
    return () => view.current?.destroy();
  }, []);
  useEffect(() => {
    // The model says otherwise than what was typed: undone, or changed elsewhere.
    if (view.current && view.current.state.doc.toString().trim() !== text && typing.kept().trim() === text) {
      replaceText(view.current, text);
    }
  }, [text]);
  return h('div', { ref: box, class: 'feel-editor bio-properties-panel-input', onFocusOut: () => typing.flush() });
}
