import { Moddle } from './types';

/**
 * bpmn-moddle would write these two expressions under the name of their type, which no reader of the standard's schema knows;
 * marked as typed by xsi:type they keep the name of their place.
 */
export function keepNames(types: Record<string, { properties: { name: string; xml?: object }[] }>): void {
  for (const [type, name] of [
    ['bpmn:CorrelationPropertyBinding', 'dataPath'],
    ['bpmn:CorrelationPropertyRetrievalExpression', 'messagePath'],
  ]) {
    types[type].properties
      .filter((property) => property.name.endsWith(name))
      .forEach((property) => {
        property.xml = { serialize: 'xsi:type' };
      });
  }
}

/** The standard lets a node leave out which flows come and go; the panel and the layout ask it. */
export function joinFlows(elements: Moddle[]): void {
  for (const flow of elements.filter((element) => element.$type === 'bpmn:SequenceFlow')) {
    for (const list of [flow.sourceRef?.get('outgoing'), flow.targetRef?.get('incoming')] as (Moddle[] | undefined)[]) {
      if (list && !list.includes(flow)) {
        list.push(flow);
      }
    }
  }
}
