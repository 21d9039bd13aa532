import { ask } from '../kit/ask';
import { Modeling, Moddle, Shape } from './types';
import { t } from '../kit/words';

/**
 * A file from elsewhere may have no executable process, or one of another name: asks which of its processes is ours. What is chosen is an
 * undoable step.
 */
export async function chooseProcess(definitions: Moddle, key: string, root: Shape, modeling: Modeling): Promise<void> {
  const processes = (definitions.rootElements as Moddle[]).filter((element) => element.$type === 'bpmn:Process');
  const executable = processes.filter((process) => process.isExecutable === true);
  if (processes.length === 0 || executable.some((process) => process.id === key)) {
    return;
  }
  const candidates = executable.length > 0 ? executable : processes;
  const pools = ((definitions.rootElements as Moddle[]).find((element) => element.$type === 'bpmn:Collaboration')?.participants ??
    []) as Moddle[];
  const nameOf = (process: Moddle): string => process.name || pools.find((pool) => pool.processRef === process)?.name || process.id || '';
  const chosen = await ask(
    executable.length > 0
      ? t('Процесс в файле называется иначе', 'The process of the file has another name')
      : t('В файле нет исполняемого процесса', 'The file has no executable process'),
    [
      t(
        `Здесь исполняется процесс «${key}». Который из процессов файла им станет?`,
        `The process “${key}” is executed here. Which process of the file becomes it?`,
      ),
    ],
    candidates.slice(0, 8).map((process) => ({ value: process.id!, label: nameOf(process) })),
  );
  const process = candidates.find((candidate) => candidate.id === chosen);
  if (process) {
    modeling.updateModdleProperties(root, process, { id: key, isExecutable: true });
  }
}
