import original from '../node_modules/domify/index.js';

/**
 * Markup that the drawing libraries make from text: its inline styles, which the pages' content policy forbids, are set on the elements one
 * by one. `vite.config.js` gives this to everything that asks for `domify`.
 */
export default function domify(markup: string): Node {
  const made = original(markup.replaceAll(' style="', ' data-style="')) as Node;
  const styled = made instanceof Element || made instanceof DocumentFragment ? [...made.querySelectorAll<HTMLElement>('[data-style]')] : [];
  if (made instanceof HTMLElement && made.dataset.style) {
    styled.push(made);
  }
  styled.forEach((element) => {
    element.style.cssText = element.dataset.style!;
    delete element.dataset.style;
  });
  return made;
}
