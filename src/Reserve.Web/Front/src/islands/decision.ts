import Viewer from 'dmn-js/lib/NavigatedViewer';
import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn.css';
import { island, text } from './island';

/** `<div data-dmn-viewer data-xml-url="…">`: a decision table or requirement graph. */
island('[data-dmn-viewer]', async (element) => {
  const viewer = new Viewer({ container: element });
  await viewer.importXML(await text(element.dataset.xmlUrl!));
  element.dataset.drawn = 'true';
});
