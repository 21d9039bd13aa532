import './ask.css';
import { make } from './make';
import { t } from './words';

export interface Answer {
  value: string;
  label: string;
  kind?: 'primary' | 'danger';
}

/** Asks in a dialog above the page; gives the chosen value, or an empty text when it was closed. Parts may be links. */
export function ask(title: string, parts: (Node | string)[], answers: Answer[]): Promise<string> {
  const heading = make('h2', { class: 'h3', id: 'ask-title' }, title);
  const dialog = make('dialog', { class: 'ask', 'aria-labelledby': heading.id }, heading);
  dialog.append(...parts.map((part) => (typeof part === 'string' ? make('p', {}, part) : part)));
  const buttons = answers.map(({ value, label, kind }) => {
    const button = make('button', { type: 'button', class: `btn${kind ? ` btn-${kind}` : ''}` }, label);
    button.addEventListener('click', () => dialog.close(value));
    return button;
  });
  const cancel = make('button', { type: 'button', class: 'btn' }, t('Отмена', 'Cancel'));
  cancel.addEventListener('click', () => dialog.close(''));
  dialog.append(make('div', { class: 'd-flex flex-wrap gap-2' }, ...buttons, cancel));
  document.body.append(dialog);
  return new Promise((done) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      done(dialog.returnValue);
    });
    dialog.showModal();
  });
}
