import { Value } from './elsa';
import { Written } from './panel/field';

/** A value of a binding as text: what is no text is JSON. */
export const shown = (value: Value | undefined): string =>
  value === undefined || value.value === null ? '' : typeof value.value === 'string' ? value.value : JSON.stringify(value.value);

export const written = (value: Value | undefined): Written => ({ feel: value?.type === 'Feel', text: shown(value) });

/** The value of what is written; null when nothing is. A constant of a type other than text is JSON; what is no JSON stays text. */
export function valueOf({ feel, text }: Written, typeName: string): Value | null {
  return text === '' ? null : { typeName, type: feel ? 'Feel' : 'Literal', value: feel || typeName === 'String' ? text : literal(text) };
}

function literal(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
