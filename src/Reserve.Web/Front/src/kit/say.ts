import { make } from './make';

/** Says above the page what happened to it; a button may do something about it. */
export function say(words: string, kind: 'danger' | 'info' = 'danger', act?: { label: string; run: () => unknown }): void {
  const place = document.getElementById('flash');
  if (!place || !words) {
    return;
  }
  const text = make('div', { class: 'flex-fill' }, words);
  const line = make('div', { class: `alert alert-${kind} text-body d-flex flex-wrap gap-2 align-items-center` }, text);
  if (act) {
    const button = make('button', { type: 'button', class: 'btn btn-sm' }, act.label);
    button.addEventListener('click', () => void act.run());
    line.append(button);
  }
  place.replaceChildren(line);
  place.scrollIntoView({ block: 'nearest' });
}
