import { FormEditor } from '@bpmn-io/form-js-editor';
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import '@bpmn-io/form-js-editor/dist/assets/form-js-editor.css';
import { OwnProperties, Role } from '../editor/form-panel';
import { formPhrases } from '../editor/form-words';
import { make } from '../kit/make';
import { speak } from '../editor/speak';
import { english, t } from '../kit/words';
import './form-designer.css';
import { island } from './island';

/** The fields that the server draws and reads, where the page does not say otherwise. */
const drawn = [
  'textfield',
  'textarea',
  'number',
  'checkbox',
  'checklist',
  'radio',
  'select',
  'taglist',
  'datetime',
  'filepicker',
  'expression',
  'text',
  'group',
  'dynamiclist',
  'spacer',
  'separator',
];

interface Attributes {
  type: string;
  label?: string;
}

const labels: Record<string, string> = english
  ? {}
  : Object.fromEntries(
      Object.entries({
        textfield: 'Text field',
        textarea: 'Text area',
        number: 'Number',
        checkbox: 'Checkbox',
        checklist: 'Checkbox group',
        radio: 'Radio group',
        select: 'Select',
        taglist: 'Tag list',
        filepicker: 'File picker',
        group: 'Group',
        dynamiclist: 'Dynamic list',
      }).map(([type, kind]) => [type, formPhrases.words[kind]]),
    );

/**
 * `<div data-form-designer>…<form>…<textarea>schema</textarea>…</form></div>`, with `data-types='["textfield", …]'` for other kinds of
 * fields and `data-roles='[{"code", "name"}, …]'` for those who may be chosen by role: the designer stands before the
 * form and writes each change into the text area, which stays the form's field. A text that is no form is left to be mended as text.
 */
island('[data-form-designer]', async (box) => {
  const area = box.querySelector('textarea')!;
  const types = box.dataset.types ? (JSON.parse(box.dataset.types) as string[]) : drawn;
  const container = make('div', { class: 'form-designer' });
  const text = make('details', { class: 'mb-3' }, make('summary', {}, t('Форма как текст (JSON)', 'The form as text (JSON)')));
  let writing = false;

  speak(document.body, '.form-designer, .bio-properties-panel-tooltip', formPhrases, {
    except: '.cm-line, .cm-tooltip, .fjs-form label, .fjs-form .fjs-form-field-description, .fjs-form .fjs-form-field-text',
    each(part) {
      const type = part.getAttribute('data-field-type');
      if (type && part.matches('.fjs-palette-field')) {
        (part as HTMLElement).hidden = !types.includes(type);
      }
      if (part instanceof HTMLButtonElement) {
        part.type = 'button';
      }
    },
  });
  const editor = new FormEditor({ container });
  editor
    .get<{ registerProvider(provider: OwnProperties, priority: number): void }>('propertiesPanel')
    .registerProvider(new OwnProperties(JSON.parse(box.dataset.roles ?? '[]') as Role[]), 500);
  // A new field is called in the page's language, until somebody calls it otherwise.
  const modeling = editor.get<{ addFormField(attributes: Attributes, ...place: unknown[]): unknown }>('modeling');
  const add = modeling.addFormField.bind(modeling);
  modeling.addFormField = (attributes, ...place) =>
    add({ ...(labels[attributes.type] ? { label: labels[attributes.type] } : {}), ...attributes }, ...place);
  await editor.importSchema(JSON.parse(area.value));
  box.prepend(container);
  area.before(text);
  text.append(area);
  editor.on('changed', () => {
    writing = true;
    area.value = JSON.stringify(editor.saveSchema(), null, 2);
    area.dispatchEvent(new Event('input', { bubbles: true }));
    writing = false;
  });
  // The field that Enter adds takes the focus at once, and the rest of that keystroke would unselect it.
  container.addEventListener('keydown', (event) => {
    if (event.code === 'Enter' && (event.target as HTMLElement).closest('.fjs-palette-field')) {
      event.preventDefault();
    }
  });
  // The palette takes dragging and the Enter key; a click adds a field too.
  container.addEventListener('click', (event) => {
    const field = (event.target as HTMLElement).closest('.fjs-palette-field');
    if (field && event.detail > 0) {
      field.dispatchEvent(new KeyboardEvent('keydown', { code: 'Enter', bubbles: true }));
    }
  });
  // What is mended in the text is drawn anew; a text that is no form stays what it is, and the server says so.
  area.addEventListener('change', () => {
    if (!writing) {
      void Promise.resolve()
        .then(() => editor.importSchema(JSON.parse(area.value)))
        .catch(() => undefined);
    }
  });
  box.dataset.ready = 'true';
});
