import { speak } from './speak';

/** The palette and the pad name their pictures for screen readers only; a hand that hesitates is told too. */
export function tipTools(canvas: HTMLElement): void {
  speak(
    canvas,
    '.djs-palette, .djs-context-pad',
    { words: {} },
    {
      each(part) {
        if (part.matches('.entry') && part.ariaLabel && part.getAttribute('title') !== part.ariaLabel) {
          part.setAttribute('title', part.ariaLabel);
        }
      },
    },
  );
}
