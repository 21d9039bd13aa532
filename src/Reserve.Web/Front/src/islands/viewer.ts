import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import './diagram.css';
import { drawn } from '../editor/drawn';
import { ids, island, text } from './island';

const HeatLevels = 5;

interface Canvas {
  zoom(level: 'fit-viewport' | number, center?: unknown): number;
  viewbox(): { scale: number };
  addMarker(id: string, marker: string): void;
}

/**
 * `<div data-bpmn-viewer data-xml-url="…" data-active='["id"]' data-done='["id"]' data-failed='["id"]' data-counts='{"id": 3}'>`:
 * the drawing with the places where tokens stand, where they were, and where an incident waits; `data-heat='{"id": 0.5}'` warms elements
 * by their share of the highest.
 */
island('[data-bpmn-viewer]', async (element) => {
  const viewer = new NavigatedViewer({ container: element });
  await viewer.importXML(await drawn(await text(element.dataset.xmlUrl!)));
  const canvas = viewer.get<Canvas>('canvas');
  const registry = viewer.get<{ get(id: string): any }>('elementRegistry');
  const overlays = viewer.get<{ add(id: string, overlay: object): void }>('overlays');
  const fit = (): void => {
    canvas.zoom('fit-viewport', 'auto');
    if (canvas.viewbox().scale > 1) {
      canvas.zoom(1, 'auto');
    }
  };
  fit();

  const mark = (list: string[], marker: string): void =>
    list.filter((id) => registry.get(id)).forEach((id) => canvas.addMarker(id, marker));
  // What goes on inside a folded subprocess is seen on its outside too.
  const outside = (list: string[]): string[] => [
    ...new Set(
      list.flatMap((id) => {
        const around: string[] = [];
        for (let parent = registry.get(id)?.businessObject?.$parent; parent; parent = parent.$parent) {
          if (parent.$type === 'bpmn:SubProcess' && registry.get(parent.id)) {
            around.push(parent.id);
          }
        }
        return around;
      }),
    ),
  ];
  mark(ids(element.dataset.done), 'token-done');
  mark(outside(ids(element.dataset.active)), 'token-active');
  mark(outside(ids(element.dataset.failed)), 'token-failed');
  mark(ids(element.dataset.active), 'token-active');
  mark(ids(element.dataset.failed), 'token-failed');
  mark(ids(element.dataset.added), 'diff-added');
  mark(ids(element.dataset.changed), 'diff-changed');
  mark(ids(element.dataset.removed), 'diff-removed');

  const heat = JSON.parse(element.dataset.heat ?? '{}') as Record<string, number>;
  for (const [id, share] of Object.entries(heat).filter(([id]) => registry.get(id))) {
    canvas.addMarker(id, `heat-${Math.max(1, Math.ceil(share * HeatLevels))}`);
  }

  const counts = JSON.parse(element.dataset.counts ?? '{}') as Record<string, number | string>;
  for (const [id, count] of Object.entries(counts).filter(([id]) => registry.get(id))) {
    const bubble = document.createElement('span');
    bubble.className = 'token-count';
    bubble.textContent = String(count);
    overlays.add(id, { position: { top: -12, right: 12 }, html: bubble });
  }

  // A click chooses: what stands at the element, or the element itself in the list of places.
  const places = element.dataset.chooses ? document.querySelector<HTMLSelectElement>(`#${element.dataset.chooses}`) : null;
  if (places) {
    viewer.get<{ on(event: string, then: (event: { element: { id: string } }) => void): void }>('eventBus').on(
      'element.click',
      ({ element: { id } }) => {
        const tokens = [...(places.form?.querySelectorAll<HTMLInputElement>('[data-element]') ?? [])];
        const here = tokens.filter((token) => token.dataset.element === id);
        if (here.length > 0) {
          const all = here.every((token) => token.checked);
          here.forEach((token) => (token.checked = !all));
        } else if ([...places.options].some((option) => option.value === id)) {
          places.value = id;
        }
      },
    );
  }

  const bar = element.closest('.drawing')?.querySelector('[data-drawing-bar]');
  bar?.addEventListener('click', (event) => {
    const step = (event.target as HTMLElement).closest<HTMLElement>('[data-zoom]')?.dataset.zoom;
    if (step === 'fit') {
      fit();
    } else if (step) {
      canvas.zoom(canvas.viewbox().scale * (step === 'in' ? 1.25 : 0.8), 'auto');
    }
  });
  element.dataset.drawn = 'true';
});
