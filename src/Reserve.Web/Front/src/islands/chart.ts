import { BarChart, LineChart, RadarChart, ScatterChart } from 'echarts/charts';
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  RadarComponent,
  TitleComponent,
  TooltipComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { island } from './island';

use([
  BarChart,
  LineChart,
  RadarChart,
  ScatterChart,
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  RadarComponent,
  TitleComponent,
  TooltipComponent,
  CanvasRenderer,
]);

/**
 * `<div data-chart='{ECharts option as JSON}'>` or `<div data-chart-url="…">` that answers such JSON. Tooltips are drawn on the canvas:
 * their HTML form needs style attributes, which the content security policy forbids. A table with the same figures stands beside it.
 */
island('[data-chart], [data-chart-url]', async (element) => {
  const option = element.dataset.chart
    ? JSON.parse(element.dataset.chart)
    : await (await fetch(element.dataset.chartUrl!, { headers: { Accept: 'application/json' } })).json();
  const chart = init(element, undefined, { renderer: 'canvas' });
  chart.setOption({
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    aria: { enabled: true },
    ...option,
    tooltip: option.tooltip === false ? undefined : { ...option.tooltip, renderMode: 'richText', confine: true },
  });
  new ResizeObserver(() => chart.resize()).observe(element);
  element.dataset.drawn = 'true';
});
