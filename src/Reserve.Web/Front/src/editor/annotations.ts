import { Moddle } from './types';
import { t } from '../kit/words';

/**
 * The standard keeps a rule's notes in annotation columns; dmn-js shows and edits one note a rule, its description. While a table is open
 * the first column stands in the descriptions; in the file it stands in its place.
 */
export function notesToDescriptions(definitions: Moddle): void {
  for (const table of tables(definitions)) {
    for (const rule of table.rule ?? []) {
      rule.description ??= rule.annotationEntry?.[0]?.text;
    }
  }
}

/** Gives what puts the descriptions back, since the open table goes on using them. */
export function descriptionsToNotes(definitions: Moddle): () => void {
  const taken: [Moddle, string][] = [];
  for (const table of tables(definitions)) {
    const rules: Moddle[] = table.rule ?? [];
    if (!table.annotation?.length && !rules.some((rule) => rule.description)) {
      continue;
    }
    table.annotation ??= [];
    if (table.annotation.length === 0) {
      table.annotation.push(child(table, 'dmn:RuleAnnotationClause', { name: t('Пояснение', 'Note') }));
    }
    for (const rule of rules) {
      rule.annotationEntry ??= [];
      while (rule.annotationEntry.length < table.annotation.length) {
        rule.annotationEntry.push(child(rule, 'dmn:RuleAnnotation', { text: '' }));
      }
      rule.annotationEntry[0].text = rule.description ?? '';
      taken.push([rule, rule.description]);
      rule.description = undefined;
    }
  }
  return () =>
    taken.forEach(([rule, description]) => {
      rule.description = description;
    });
}

function child(parent: Moddle, type: string, properties: object): Moddle {
  const made = parent.$model.create(type, properties);
  made.$parent = parent;
  return made;
}

function tables(definitions: Moddle): Moddle[] {
  return (definitions.drgElement ?? [])
    .map((element: Moddle) => element.decisionLogic)
    .filter((logic?: Moddle) => logic?.$type === 'dmn:DecisionTable');
}
