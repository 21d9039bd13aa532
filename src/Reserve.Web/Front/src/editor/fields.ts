import { Value } from './elsa';
import { t } from './words';

let counter = 0;

/** Builds an element; strings become text, never markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children);
  return element;
}

function labelled(label: string, field: HTMLElement, hint?: string): HTMLElement {
  field.id ||= `field-${++counter}`;
  const box = make('div', { class: 'mb-2' }, make('label', { class: 'form-label mb-1', for: field.id }, label), field);
  if (hint) {
    box.append(make('small', { class: 'form-hint' }, hint));
  }
  return box;
}

export function text(
  label: string,
  value: string,
  change: (value: string) => void,
  options: { hint?: string; mono?: boolean; rows?: number; list?: string[] } = {},
): HTMLElement {
  const field = options.rows
    ? make('textarea', { class: `form-control${options.mono ? ' font-monospace' : ''}`, rows: String(options.rows), spellcheck: 'false' })
    : make('input', {
        class: `form-control${options.mono ? ' font-monospace' : ''}`,
        autocomplete: 'off',
        spellcheck: options.mono ? 'false' : 'true',
      });
  field.value = value;
  field.addEventListener('change', () => change(field.value.trim()));
  const box = labelled(label, field, options.hint);
  if (options.list) {
    const list = make('datalist', { id: `list-${++counter}` }, ...options.list.map((entry) => make('option', { value: entry })));
    field.setAttribute('list', list.id);
    box.append(list);
  }
  return box;
}

export function choice(
  label: string,
  value: string,
  options: [string, string][],
  change: (value: string) => void,
  hint?: string,
): HTMLElement {
  const known = options.some(([code]) => code === value) ? options : [...options, [value, value] as [string, string]];
  const field = make(
    'select',
    { class: 'form-select' },
    ...known.map(([code, name]) => {
      const option = make('option', { value: code }, name);
      option.selected = code === value;
      return option;
    }),
  );
  field.addEventListener('change', () => change(field.value));
  return labelled(label, field, hint);
}

export function tick(label: string, value: boolean, change: (value: boolean) => void): HTMLElement {
  const field = make('input', { type: 'checkbox', class: 'form-check-input' });
  field.checked = value;
  field.addEventListener('change', () => change(field.checked));
  return make('label', { class: 'form-check mb-2' }, field, make('span', { class: 'form-check-label' }, label));
}

export function heading(label: string): HTMLElement {
  return make('h3', { class: 'h4 mt-3 mb-2' }, label);
}

const shown = (value: Value | undefined): string =>
  value === undefined || value.value === null ? '' : typeof value.value === 'string' ? value.value : JSON.stringify(value.value);

/**
 * An input of an activity: a constant, or FEEL over the variables of the process. A constant is offered as a choice where
 * there is a closed set. An emptied field removes the input.
 */
export function bound(
  label: string,
  typeName: string,
  value: Value | undefined,
  change: (value: Value | null) => void,
  options: { choices?: [string, string][]; required?: boolean; feel?: boolean; hint?: string } = {},
): HTMLElement {
  const type = value?.type ?? (options.feel ? 'Feel' : 'Literal');
  const commit = (raw: string, as: Value['type']): void =>
    change(
      raw === ''
        ? null
        : { typeName: value?.typeName ?? typeName, type: as, value: as === 'Feel' ? raw : literal(raw, value?.typeName ?? typeName) },
    );
  const title = label + (options.required ? ' *' : '');
  const field =
    type === 'Literal' && options.choices
      ? choice(title, shown(value), [['', '—'], ...options.choices], (chosen) => commit(chosen, 'Literal'), options.hint)
      : text(title, shown(value), (typed) => commit(typed, type), {
          mono: type === 'Feel',
          rows: type === 'Feel' ? 2 : undefined,
          hint: options.hint,
        });
  const toggle = make('label', { class: 'form-check form-check-inline small m-0 float-end' });
  const box = make('input', {
    type: 'checkbox',
    class: 'form-check-input',
    'aria-label': `${label}: ${t('формула FEEL', 'FEEL formula')}`,
  });
  box.checked = type === 'Feel';
  box.addEventListener('change', () => {
    const raw = shown(value);
    // The same meaning in the other notation, where there is one.
    change(
      box.checked
        ? { typeName, type: 'Feel', value: raw === '' || (value && typeof value.value !== 'string') ? raw || 'null' : JSON.stringify(raw) }
        : { typeName, type: 'Literal', value: literal(/^"[^"]*"$/.test(raw) ? raw.slice(1, -1) : raw, typeName) },
    );
  });
  toggle.append(box, make('span', { class: 'form-check-label' }, 'FEEL'));
  field.prepend(toggle);
  return field;
}

/** A constant of a type other than text is JSON; what is no JSON stays text, and the server says what it thinks of it. */
function literal(raw: string, typeName: string): unknown {
  if (typeName === 'String') {
    return raw;
  }
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}
