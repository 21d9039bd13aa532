import { h, VNode } from 'preact';
import { t } from '../kit/words';

/** What the panel of the form designer is told of a field. */
interface FormField {
  type: string;
  properties?: Record<string, unknown>;
}

interface Entry {
  id: string;
  component: (entry: Entry) => VNode<any>;
  isEdited: (node?: HTMLInputElement) => boolean;
  field: FormField;
  editField: EditField;
  name: string;
  label: string;
  choices?: [string, string][];
  hint?: string;
}

interface Group {
  id: string;
  label: string;
  entries: Entry[];
}

type EditField = (field: FormField, key: string[], value: unknown) => void;

/** A role as the page names it. */
export interface Role {
  code: string;
  name: string;
}

/** What our forms know and the schema of form-js has no word for; it is kept among the field's custom properties. */
export class OwnProperties {
  constructor(private readonly roles: Role[]) {}

  getGroups(field: FormField | undefined, editField: EditField): (groups: Group[]) => Group[] {
    return (groups) => {
      const entries = field ? this.entries(field, editField) : [];
      const own = { id: 'own', label: t('В этой системе', 'In this system'), entries };
      return entries.length ? [...groups.slice(0, 1), own, ...groups.slice(1)] : groups;
    };
  }

  private entries(field: FormField, editField: EditField): Entry[] {
    const entry = (name: string, label: string, more: Pick<Partial<Entry>, 'choices' | 'hint'> = {}): Entry => ({
      id: `own-${name.replace('.', '-')}`,
      component: PropertyEntry,
      isEdited: (node) => Boolean(node?.value),
      field,
      editField,
      name,
      label,
      ...more,
    });
    switch (field.type) {
      case 'select': {
        const kinds: [string, string][] = [
          ['', t('вариантов, названных ниже', 'the options below')],
          ['Person', t('сотрудников', 'people')],
          ['Territory', t('территорий', 'territories')],
          ['Candidate', t('кандидатов', 'candidates')],
          ['Post', t('должностей справочника', 'posts of the directory')],
        ];
        const named = this.roles.map((known): [string, string] => [known.code, known.name]);
        const role: [string, string][] = [['', t('любая', 'any')], ...named];
        return [
          entry('reference', t('Выбирают из', 'Chosen from'), { choices: kinds }),
          ...(field.properties?.reference === 'Person' ? [entry('reference.role', t('С ролью', 'With the role'), { choices: role })] : []),
        ];
      }
      case 'dynamiclist':
        return [
          entry('rows.min', t('Строк не меньше', 'Rows at least')),
          entry('rows.max', t('Строк не больше', 'Rows at most'), { hint: t('Больше 50 не бывает', 'There are never more than 50') }),
        ];
      case 'expression':
        return [entry('label', t('Подпись', 'Label'), { hint: t('Без подписи поле не показывают', 'Without a label it is not shown') })];
      default:
        return [];
    }
  }
}

/** One component for all: another one after each change would throw the field away while somebody writes into it. */
function PropertyEntry({ field, editField, id, name, label, choices, hint }: Entry): VNode<any> {
  const inputId = `bio-properties-panel-${id}`;
  const value = String(field.properties?.[name] ?? '');
  const onChange = (event: Event): void => {
    const { [name]: _, ...others } = field.properties ?? {};
    const text = (event.target as HTMLInputElement).value.trim();
    editField(field, ['properties'], text === '' ? others : { ...others, [name]: text });
  };
  return h('div', { class: 'bio-properties-panel-entry', 'data-entry-id': id }, [
    h('label', { for: inputId, class: 'bio-properties-panel-label' }, label),
    choices
      ? h(
          'select',
          { id: inputId, class: 'bio-properties-panel-input', value, onChange },
          choices.map(([code, text]) => h('option', { value: code, selected: code === value }, text)),
        )
      : h('input', { id: inputId, class: 'bio-properties-panel-input', value, onChange, autocomplete: 'off' }),
    hint ? h('div', { class: 'bio-properties-panel-description' }, hint) : null,
  ]);
}
