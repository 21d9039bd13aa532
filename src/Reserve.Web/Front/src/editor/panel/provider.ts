import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule } from 'bpmn-js-properties-panel';
import { translate } from '../translate';
import { Catalog, Factory, is, Modeling, Moddle, Parts, Shape } from '../types';
import { dataGroup, eventGroups } from './events';
import { FeelHost, fieldMaker } from './field';
import { flowGroups } from './flow';
import { Group } from './group';
import { taskGroups } from './tasks';

/** Groups of the standard provider in whose place stands one of ours that knows FEEL, our loops and the names of the host. */
const replaced = ['timer', 'multiInstance', 'adHocCompletion', 'message'];

/** The order of the groups; what is not named comes between. */
const first = [
  'general',
  'humanTask',
  'activity',
  'decision',
  'script',
  'call',
  'flow',
  'gateway',
  'event',
  'timer',
  'watch',
  'condition',
  'adHoc',
];
const last = ['repeat', 'loop', 'multiInstance', 'order', 'documentation'];

class ReserveProvider {
  static $inject = ['propertiesPanel', 'modeling', 'bpmnFactory', 'commandStack', 'bpmnjs', 'config.reserve'];

  private readonly desk;

  constructor(
    panel: { registerProvider(priority: number, provider: object): void },
    modeling: Modeling,
    factory: Factory,
    commands: Parts['commands'],
    modeler: { getDefinitions(): Moddle },
    config: { catalog: Catalog; feel: FeelHost },
  ) {
    const parts: Parts = { modeling, factory, commands, definitions: () => modeler.getDefinitions() };
    this.desk = { parts, catalog: config.catalog, field: fieldMaker(config.feel) };
    // After the standard provider, to build upon its groups.
    panel.registerProvider(500, this);
  }

  getGroups(element: Shape): (groups: Group[]) => Group[] {
    return (standard) => {
      const kept = standard.filter((group) => !replaced.includes(group.id));
      kept.forEach((group) => {
        group.shouldOpen ??= group.id !== 'documentation' || documented(element.businessObject);
      });
      const own = [...taskGroups(this.desk, element), ...eventGroups(this.desk, element), ...flowGroups(this.desk, element)];
      return [...kept, ...own, dataGroup(this.desk, element)]
        .filter((group) => group !== null)
        .map((group) => ({ ...group, translate }))
        .sort((one, two) => rank(one) - rank(two));
    };
  }
}

const documented = (subject: Moddle): boolean =>
  Boolean(subject.documentation?.length || (is(subject, 'Participant') && subject.processRef?.documentation?.length));

function rank(group: Group): number {
  // An event may have several definitions of a kind: timer, timer-2.
  const id = group.id.replace(/-\d+$/, '');
  return first.includes(id) ? first.indexOf(id) : last.includes(id) ? 200 + last.indexOf(id) : 100;
}

/** The properties panel: bpmn.io's, with our groups. The modeler's option `reserve` holds the catalog and the host of formulas. */
export const panelModule = [
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  { __init__: ['reserveProvider'], reserveProvider: ['type', ReserveProvider] },
];
