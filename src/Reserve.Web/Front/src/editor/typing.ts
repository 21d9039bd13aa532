import { EditorView } from '@codemirror/view';

const other: Record<string, string> = { ')': ']', ']': ')' };

/**
 * Two cases of typing that the text editors leave to the browser. Over a selection the browser would keep the colours of what was there
 * by an inline style, which the pages' content policy forbids. And a range may end otherwise than it begins: in [30..90) the bracket that
 * the editor closed gives way to the typed one.
 */
document.addEventListener(
  'beforeinput',
  (event) => {
    const content = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('.cm-content') : null;
    const view = content && EditorView.findFromDOM(content);
    const text = event.data;
    if (!view || event.inputType !== 'insertText' || text === null || view.composing) {
      return;
    }
    const { from, to, empty } = view.state.selection.main;
    if (empty && other[text] && view.state.sliceDoc(from, from + 1) === other[text]) {
      event.preventDefault();
      view.dispatch({ changes: { from, to: from + 1, insert: text }, selection: { anchor: from + 1 }, userEvent: 'input.type' });
    } else if (!empty) {
      event.preventDefault();
      const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: 'input.type', scrollIntoView: true });
      if (!view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert))) {
        view.dispatch(insert());
      }
    }
  },
  true,
);
