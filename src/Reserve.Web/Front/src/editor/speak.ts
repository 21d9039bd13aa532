import { english } from '../kit/words';

/** What a library writes on its own parts, in Russian: whole texts, and texts with something in the middle. */
export interface Phrases {
  words: Record<string, string>;
  patterns?: [RegExp, string][];
  /** What is said of a text that is none of these. */
  otherwise?: (text: string) => string;
}

const attributes = ['title', 'aria-label', 'placeholder'];

/**
 * For libraries that know no translation: puts their words into Russian as their parts appear in the place. Only what is within `parts` is
 * touched, and nothing within `except`, where people's own words stand. `each` does what else a part needs, in either language.
 */
export function speak(
  place: HTMLElement,
  parts: string,
  phrases: Phrases,
  options: { except?: string; each?: (part: Element) => void } = {},
): void {
  const inRussian = (text: string): string =>
    phrases.words[text.trim()] ??
    (phrases.patterns ?? []).reduce((done, [pattern, to]) => done.replace(pattern, to), phrases.otherwise?.(text.trim()) ?? text.trim());

  const sayText = (node: Node): void => {
    const text = node.nodeValue ?? '';
    const said = inRussian(text);
    if (text.trim() && said !== text.trim()) {
      node.nodeValue = text.replace(text.trim(), said);
    }
  };

  const say = (part: Element): void => {
    if (!options.except || !part.closest(options.except)) {
      if (!english) {
        for (const name of attributes) {
          const text = part.getAttribute(name);
          const said = text && inRussian(text);
          if (said && said !== text) {
            part.setAttribute(name, said);
          }
        }
        part.childNodes.forEach((node) => node.nodeType === Node.TEXT_NODE && sayText(node));
      }
      options.each?.(part);
    }
  };

  const look = (node: Node): void => {
    if (node instanceof Element) {
      const roots = node.closest(parts) ? [node] : [...node.querySelectorAll(parts)];
      roots.flatMap((root) => [root, ...root.querySelectorAll('*')]).forEach(say);
    } else if (node.nodeType === Node.TEXT_NODE && !english && node.parentElement?.closest(parts)) {
      say(node.parentElement);
    }
  };

  new MutationObserver((changes) => {
    for (const change of changes) {
      change.addedNodes.forEach(look);
      if (change.type !== 'childList') {
        look(change.target instanceof Element ? change.target : (change.target.parentElement ?? change.target));
      }
    }
  }).observe(place, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: attributes });
  look(place);
}
