import tokenSimulation from 'bpmn-js-token-simulation';
import 'bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css';
import { Phrases, speak } from './speak';
import { translate } from './translate';

const phrases: Phrases = {
  words: {
    'Simulation Log': 'Журнал прогона',
    'Toggle Simulation Log': 'Журнал прогона',
    'No Entries': 'Записей нет',
    'Play/Pause Simulation': 'Пустить или остановить',
    'Reset Simulation': 'Начать сначала',
    'Play Simulation': 'Прогон идёт',
    'Pause Simulation': 'Прогон остановлен',
    'Trigger Event': 'Случилось событие',
    'Set Sequence Flow': 'Выбрать путь',
    'Add pause point': 'Остановиться здесь',
    'Remove pause point': 'Не останавливаться здесь',
    'View Process': 'Показать процесс',
    'Found unsupported elements': 'Есть элементы, которых прогон не понимает',
    'Not supported': 'Прогон этого не понимает',
    'Process started': 'Процесс начат',
    'Process finished': 'Процесс завершён',
    'Process canceled': 'Процесс прекращён',
    Finished: 'Завершено',
    Close: 'Закрыть',
  },
  // Elements without a name are called by their kind.
  otherwise: translate,
  patterns: [
    [/^Set animation speed = (.*)$/, 'Скорость: $1'],
    [/^Focus process instance (.*)$/, 'Экземпляр $1'],
    [/^Process (.*) started$/, 'Начат процесс $1'],
    [/^Process (.*) finished$/, 'Завершён процесс $1'],
    [/^Process (.*) canceled$/, 'Прекращён процесс $1'],
  ],
};

/** Watches the canvas for parts of the simulation: puts them into Russian, and makes its pictures buttons that have a name. */
export function speakSimulation(canvas: HTMLElement): void {
  speak(canvas, '[class*="bts-"]', phrases, {
    each(part) {
      const title = part.getAttribute('title');
      if (title && part instanceof HTMLElement) {
        // Setting what is set already would be watched as a change again.
        if (part.ariaLabel !== title) {
          part.ariaLabel = title;
        }
        if (part instanceof HTMLDivElement && part.matches('.bts-entry, .bts-context-pad')) {
          part.role = 'button';
          part.tabIndex = 0;
        }
      }
      if (part instanceof HTMLButtonElement) {
        part.type = 'button';
      }
    },
  });
  canvas.addEventListener('keydown', (event) => {
    const part = event.target as HTMLElement;
    if ((event.key === 'Enter' || event.key === ' ') && part.matches('[role=button][class*="bts-"]')) {
      event.preventDefault();
      part.click();
    }
  });
}

export const simulationModule = tokenSimulation;
