import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The icons that pages may name, from the Tabler set; any other name fails the build of the page's test. */
export const icons = [
  'adjustments',
  'alert-triangle',
  'arrow-down',
  'arrow-up',
  'arrows-diff',
  'arrows-sort',
  'bell',
  'building-community',
  'calendar-event',
  'certificate',
  'chart-bar',
  'check',
  'checklist',
  'chevron-left',
  'chevron-right',
  'clipboard-list',
  'clock',
  'copy',
  'device-floppy',
  'download',
  'edit',
  'external-link',
  'eye',
  'file-text',
  'filter',
  'folder',
  'gavel',
  'history',
  'home',
  'info-circle',
  'key',
  'keyboard',
  'language',
  'list-details',
  'lock',
  'login',
  'logout',
  'mail',
  'map',
  'menu-2',
  'paperclip',
  'player-play',
  'plus',
  'printer',
  'refresh',
  'report-analytics',
  'rocket',
  'route',
  'school',
  'search',
  'send',
  'settings',
  'sitemap',
  'star',
  'table',
  'target',
  'trash',
  'upload',
  'user',
  'user-check',
  'user-minus',
  'user-plus',
  'user-x',
  'users',
  'users-group',
  'x',
];

/** One SVG file of symbols, so that a page uses `<use href="…#name">` and no icon font is needed. */
export function sprite() {
  const folder = join(import.meta.dirname, 'node_modules', '@tabler', 'icons', 'icons', 'outline');
  const symbol = (name) => {
    const svg = readFileSync(join(folder, `${name}.svg`), 'utf8');
    const shapes = svg
      .slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'))
      .replace(/\s+/g, ' ')
      .trim();
    const pen = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
    return `<symbol id="${name}" viewBox="0 0 24 24" ${pen}>${shapes}</symbol>`;
  };
  return {
    name: 'sprite',
    generateBundle() {
      this.emitFile({
        type: 'asset',
        name: 'icons.svg',
        originalFileName: 'icons.svg',
        source: `<svg xmlns="http://www.w3.org/2000/svg">${icons.map(symbol).join('')}</svg>`,
      });
    },
  };
}
