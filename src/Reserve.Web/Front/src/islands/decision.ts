import Viewer from 'dmn-js/lib/NavigatedViewer';
import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn.css';
import { notesToDescriptions } from '../editor/annotations';
import { translate } from '../editor/dmn-words';
import './rules.css';
import { island, text } from './island';

/** `<div data-dmn-viewer data-xml-url="…">`: a decision table or requirement graph. */
island('[data-dmn-viewer]', async (element) => {
  const own = { additionalModules: [translate] };
  const viewer = new Viewer({ container: element, drd: own, decisionTable: own, literalExpression: own, boxedExpression: own });
  viewer.on('import.parse.complete', ({ definitions }) => definitions && notesToDescriptions(definitions));
  await viewer.importXML(await text(element.dataset.xmlUrl!));
  const canvas = viewer.getActiveViewer()?.get<{ zoom(level: string | number, center: string): number } | null>('canvas', false);
  // The whole graph; a small one is not blown up.
  if (canvas && canvas.zoom('fit-viewport', 'auto') > 1) {
    canvas.zoom(1, 'auto');
  }
  // A table that is wider than its place is scrolled by the keys too.
  element.querySelectorAll<HTMLElement>('.tjs-table-container').forEach((table) => {
    table.tabIndex = 0;
  });
  element.dataset.drawn = 'true';
});
