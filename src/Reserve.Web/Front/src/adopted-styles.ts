import { StyleModule as Original } from '../node_modules/style-mod/src/style-mod.js';

export * from '../node_modules/style-mod/src/style-mod.js';

/**
 * The text editors' style sheets, adopted by the document instead of put into a style element, which the pages' content policy
 * forbids. `vite.config.js` gives this to everything that asks for `style-mod`.
 */
export class StyleModule extends Original {
  static mount(root: Document | ShadowRoot, modules: Original | Original[], options?: { nonce?: string }): void {
    super.mount(root instanceof Document ? adopting(root) : root, modules, options);
  }
}

const adopters = new WeakMap<Document, ShadowRoot>();

/** A document in the shape of a shadow root: without a head, so that sheets are adopted. */
function adopting(document: Document): ShadowRoot {
  let adopter = adopters.get(document);
  if (!adopter) {
    adopter = {
      ownerDocument: document,
      get adoptedStyleSheets() { return document.adoptedStyleSheets; },
      set adoptedStyleSheets(sheets) { document.adoptedStyleSheets = sheets; },
    } as unknown as ShadowRoot;
    adopters.set(document, adopter);
  }
  return adopter;
}
