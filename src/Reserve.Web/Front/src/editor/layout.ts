import { layoutProcess } from 'bpmn-auto-layout';
import { BpmnModdle } from 'bpmn-moddle';

const model = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const diagram = 'http://www.omg.org/spec/BPMN/20100524/DI';
const bounds = 'http://www.omg.org/spec/DD/20100524/DC';
const points = 'http://www.omg.org/spec/DD/20100524/DI';

const [labelWidth, margin, gap] = [30, 40, 40];

/**
 * Gives a file without a diagram one, and changes nothing else in it. The layouter draws one process: the pools of a collaboration are
 * laid out one by one and put beneath each other.
 */
export async function withDiagram(xml: string): Promise<string> {
  // What is no BPMN is told of by the reader of BPMN.
  await new BpmnModdle().fromXML(xml);
  const file = parse(xml);
  const [root] = file.getElementsByTagNameNS(model, 'definitions');
  const [collaboration] = file.getElementsByTagNameNS(model, 'collaboration');
  const drawn = collaboration ? await pools(xml, collaboration) : await diagrams(parse(xml));
  drawn.forEach((one) => root.append(file.importNode(one, true)));
  return new XMLSerializer().serializeToString(file);
}

function parse(xml: string): Document {
  const file = new DOMParser().parseFromString(xml, 'application/xml');
  const [problem] = file.getElementsByTagName('parsererror');
  if (problem) {
    throw new Error(problem.textContent?.trim());
  }
  return file;
}

/** Lays a file out. The layouter follows what nodes say of their flows, which the standard lets them leave out. */
async function diagrams(file: Document): Promise<Element[]> {
  const byId = new Map([...file.querySelectorAll('[id]')].map((element) => [element.getAttribute('id')!, element]));
  for (const flow of file.getElementsByTagNameNS(model, 'sequenceFlow')) {
    for (const [end, name] of [
      ['sourceRef', 'outgoing'],
      ['targetRef', 'incoming'],
    ]) {
      const node = byId.get(flow.getAttribute(end) ?? '');
      const id = flow.getAttribute('id')!;
      if (node && ![...node.children].some((child) => child.localName === name && child.textContent?.trim().replace(/^.*:/, '') === id)) {
        const said = file.createElementNS(model, node.prefix ? `${node.prefix}:${name}` : name);
        said.textContent = id;
        node.append(said);
      }
    }
  }
  const drawn = parse(await layoutProcess(new XMLSerializer().serializeToString(file)));
  return [...drawn.getElementsByTagNameNS(diagram, 'BPMNDiagram')];
}

async function pools(xml: string, collaboration: Element): Promise<Element[]> {
  const sheet = parse(`<x xmlns:bpmndi="${diagram}" xmlns:dc="${bounds}" xmlns:di="${points}"/>`);
  const make = (namespace: string, name: string, attributes: Record<string, string>, ...children: Element[]): Element => {
    const element = sheet.createElementNS(namespace, name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children);
    return element;
  };
  const id = collaboration.getAttribute('id')!;
  const plane = make(diagram, 'bpmndi:BPMNPlane', { id: `${id}_plane`, bpmnElement: id });
  const rest: Element[] = [];
  let top = 0;
  for (const participant of collaboration.getElementsByTagNameNS(model, 'participant')) {
    const process = participant.getAttribute('processRef')?.replace(/^.*:/, '');
    const [main, ...inner] = process ? await alone(xml, process) : [];
    const parts = main ? [...main.children] : [];
    const area = extent(parts);
    parts.forEach((part) => {
      shift(part, labelWidth + margin - area.left, top + margin - area.top);
      plane.append(sheet.importNode(part, true));
    });
    rest.push(...inner);
    const height = area.height + 2 * margin;
    const shape = make(
      diagram,
      'bpmndi:BPMNShape',
      { id: `${participant.getAttribute('id')}_di`, bpmnElement: participant.getAttribute('id')!, isHorizontal: 'true' },
      make(bounds, 'dc:Bounds', { x: '0', y: String(top), width: String(area.width + labelWidth + 2 * margin), height: String(height) }),
    );
    plane.prepend(shape);
    top += height + gap;
  }
  for (const flow of collaboration.getElementsByTagNameNS(model, 'messageFlow')) {
    const [from, to] = ['sourceRef', 'targetRef'].map((end) => boxOf(plane, flow.getAttribute(end)));
    if (from && to) {
      // From the lower edge of the upper end to the upper edge of the lower one, turning halfway.
      const down = from.bottom < to.bottom;
      const [leaves, arrives] = down ? [from.bottom, to.top] : [from.top, to.bottom];
      const half = (leaves + arrives) / 2;
      const way = [
        [from.middle, leaves],
        [from.middle, half],
        [to.middle, half],
        [to.middle, arrives],
      ].map(([x, y]) => make(points, 'di:waypoint', { x: String(x), y: String(y) }));
      plane.append(
        make(diagram, 'bpmndi:BPMNEdge', { id: `${flow.getAttribute('id')}_di`, bpmnElement: flow.getAttribute('id')! }, ...way),
      );
    }
  }
  return [make(diagram, 'bpmndi:BPMNDiagram', { id: `${id}_diagram` }, plane), ...rest];
}

/** The planes of one process as if it were alone in the file: its own first, then those of its subprocesses, as whole diagrams. */
async function alone(xml: string, process: string): Promise<Element[]> {
  const file = parse(xml);
  [...file.documentElement.children]
    .filter((child) => child.localName === 'collaboration' || (child.localName === 'process' && child.getAttribute('id') !== process))
    .forEach((child) => child.remove());
  const [main, ...inner] = await diagrams(file);
  return [main.getElementsByTagNameNS(diagram, 'BPMNPlane')[0], ...inner];
}

const number = (element: Element, name: string): number => Number(element.getAttribute(name));

function extent(parts: Element[]): { left: number; top: number; width: number; height: number } {
  const boxes = parts.flatMap((part) => [...part.getElementsByTagNameNS(bounds, 'Bounds')]);
  if (boxes.length === 0) {
    return { left: 0, top: 0, width: 300, height: 20 };
  }
  const [left, top] = ['x', 'y'].map((name) => Math.min(...boxes.map((box) => number(box, name))));
  return {
    left,
    top,
    width: Math.max(...boxes.map((box) => number(box, 'x') + number(box, 'width'))) - left,
    height: Math.max(...boxes.map((box) => number(box, 'y') + number(box, 'height'))) - top,
  };
}

function shift(part: Element, right: number, down: number): void {
  for (const place of [...part.getElementsByTagNameNS(bounds, 'Bounds'), ...part.getElementsByTagNameNS(points, 'waypoint')]) {
    place.setAttribute('x', String(number(place, 'x') + right));
    place.setAttribute('y', String(number(place, 'y') + down));
  }
}

function boxOf(plane: Element, element: string | null): { middle: number; top: number; bottom: number } | null {
  const shape = [...plane.children].find((one) => one.getAttribute('bpmnElement') === element?.replace(/^.*:/, ''));
  const box = shape?.getElementsByTagNameNS(bounds, 'Bounds')[0];
  return box
    ? { middle: number(box, 'x') + number(box, 'width') / 2, top: number(box, 'y'), bottom: number(box, 'y') + number(box, 'height') }
    : null;
}
