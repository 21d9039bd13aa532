/** Whether the file says where anything is drawn. */
const hasDiagram = (xml: string): boolean => /<(?:[\w.-]+:)?BPMNPlane[\s>]/.test(xml);

/** The file with a diagram: its own, or one that is laid out; what lays it out is fetched only then. */
export const drawn = async (xml: string): Promise<string> => (hasDiagram(xml) ? xml : (await import('./layout')).withDiagram(xml));
