/**
 * Draws charts of a stage's metrics as one SVG. Apache ECharts draws it without a browser (docs/adr/0021-pictures.md).
 */
import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

export interface Line {
  readonly label: string;
  readonly color: string;
  /** Drawn behind the other lines, because it is less important. */
  readonly faint?: boolean;
  /** One value for each period. `undefined` breaks the line. */
  readonly values: readonly (number | undefined)[];
}

export interface Panel {
  readonly title: string;
  readonly unit: 'count' | 'ms';
  readonly lines: readonly Line[];
}

export interface Picture {
  readonly title: string;
  readonly subtitle: string;
  /** `from` is the start of the first period in ms since the epoch, and `step` is the length of a period in ms. */
  readonly from: number;
  readonly step: number;
  readonly panels: readonly Panel[];
}

/** The font of the PNG. A browser without this font uses one of the others. */
const FONT = 'Inter, system-ui, sans-serif';

const WIDTH = 1_000;
const HEAD = 76;
const PANEL = 220;
/** Positions within a panel. */
const CHART = { top: 54, height: 126, left: 64, right: 28 };

const INK = '#1f2937';
const QUIET = '#6b7280';

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

export function chart(picture: Picture): string {
  const { title, subtitle, panels } = picture;
  const height = HEAD + panels.length * PANEL;
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  const top = (index: number) => HEAD + index * PANEL;
  const text = { fontFamily: FONT, color: INK };
  drawn.setOption({
    animation: false,
    useUTC: true,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: FONT },
    title: [
      {
        text: title,
        subtext: subtitle,
        left: 24,
        top: 18,
        textStyle: { ...text, fontSize: 22, fontWeight: 'normal' },
        subtextStyle: { ...text, color: QUIET, fontSize: 13 },
      },
      ...panels.map((panel, index) => ({
        text: panel.title,
        left: 24,
        top: top(index) + 16,
        textStyle: { ...text, fontSize: 15, fontWeight: 'normal' as const },
      })),
      ...panels.flatMap((panel, index) => (isEmpty(panel) ? [nothingCounted(top(index))] : [])),
    ],
    legend: panels.map((panel, index) => ({
      data: panel.lines.map(({ label }) => nameOf(index, label)),
      formatter: (name: string) => name.slice(name.indexOf(' ') + 1),
      right: CHART.right,
      top: top(index) + 16,
      icon: 'roundRect',
      itemWidth: 14,
      itemHeight: 4,
      itemGap: 18,
      textStyle: { ...text, color: QUIET, fontSize: 12 },
    })),
    grid: panels.map((_panel, index) => ({
      left: CHART.left,
      right: CHART.right,
      top: top(index) + CHART.top,
      height: CHART.height,
    })),
    xAxis: panels.map((_panel, gridIndex) => ({
      gridIndex,
      type: 'time' as const,
      min: picture.from,
      max: picture.from + (lengthOf(picture) - 1) * picture.step,
      axisLine: { lineStyle: { color: '#d1d5db' } },
      axisTick: { show: false },
      axisLabel: { ...text, color: QUIET, fontSize: 11, hideOverlap: true },
    })),
    yAxis: panels.map(({ unit }, gridIndex) => ({
      gridIndex,
      type: 'value' as const,
      min: 0,
      minInterval: unit === 'count' ? 1 : 0,
      splitNumber: 3,
      splitLine: { lineStyle: { color: '#f0f1f3' } },
      axisLabel: { ...text, color: QUIET, fontSize: 11, formatter: axisText(unit) },
    })),
    series: panels.flatMap(({ lines }, index) =>
      lines.map(({ label, color, faint = false, values }) => ({
        name: nameOf(index, label),
        type: 'line' as const,
        xAxisIndex: index,
        yAxisIndex: index,
        // Symbols are needed because a single value draws no line.
        symbol: 'circle',
        symbolSize: 4,
        color,
        lineStyle: { width: faint ? 1.2 : 1.8, type: faint ? ('dashed' as const) : ('solid' as const) },
        data: values.map((value, at) => [picture.from + at * picture.step, value ?? null]),
      })),
    ),
  });
  const svg = drawn.renderToSVGString();
  drawn.dispose();
  return svg;
}

/** Two panels may have lines with the same name. */
const nameOf = (panel: number, label: string): string => `${panel} ${label}`;

const lengthOf = ({ panels }: Picture): number =>
  Math.max(2, ...panels.flatMap(({ lines }) => lines.map(({ values }) => values.length)));

const isEmpty = ({ lines }: Panel): boolean =>
  lines.every(({ values }) => values.every((value) => value === undefined));

const nothingCounted = (top: number) => ({
  text: 'no data',
  left: 'center',
  top: top + CHART.top + CHART.height / 2 - 8,
  textStyle: { fontFamily: FONT, color: QUIET, fontSize: 13, fontWeight: 'normal' as const },
});

function axisText(unit: Panel['unit']): (value: number) => string {
  return (value) => {
    if (unit === 'ms') return value >= 10_000 ? `${value / 1_000} s` : `${value} ms`;
    if (value >= 1_000_000) return `${value / 1_000_000}M`;
    return value >= 10_000 ? `${value / 1_000}k` : String(value);
  };
}
