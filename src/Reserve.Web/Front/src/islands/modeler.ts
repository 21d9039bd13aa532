import Modeler from 'bpmn-js/lib/Modeler';
import './diagram.css';
import { island, text } from './island';

island('[data-bpmn-modeler]', async (element) => {
  const modeler = new Modeler({ container: element });
  await modeler.importXML(await text(element.dataset.xmlUrl!));
  element.dataset.drawn = 'true';
});
