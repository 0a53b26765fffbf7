/** Draws two curves over the sizes of a function as one SVG: the time of a call, and its price. */
import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

export interface Curve {
  readonly label: string;
  readonly color: string;
  /** One value for each size. */
  readonly values: readonly number[];
}

export interface SizesPicture {
  readonly title: string;
  readonly subtitle: string;
  /** For example `512 MB`. */
  readonly sizes: readonly string[];
  /** In ms. */
  readonly times: readonly Curve[];
  /** In USD. */
  readonly price: Curve;
}

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

const FONT = 'Inter, system-ui, sans-serif';

export function sizesChart({ title, subtitle, sizes, times, price }: SizesPicture): string {
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width: 1_000, height: 420 });
  const text = { fontFamily: FONT, color: '#1f2937', fontWeight: 'normal' as const };
  const quiet = { ...text, color: '#6b7280', fontSize: 13 };
  const axis = (name: string) => ({ type: 'value' as const, name, nameTextStyle: quiet, axisLabel: quiet, min: 0 });
  drawn.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: FONT },
    title: {
      text: title,
      subtext: subtitle,
      left: 24,
      top: 18,
      textStyle: { ...text, fontSize: 22 },
      subtextStyle: quiet,
    },
    legend: { right: 28, top: 24, icon: 'roundRect', textStyle: quiet },
    grid: { top: 110, left: 70, right: 70, bottom: 40 },
    xAxis: { type: 'category', data: [...sizes], axisLabel: quiet },
    yAxis: [axis('ms'), { ...axis('USD'), splitLine: { show: false } }],
    series: [
      ...times.map(({ label, color, values }) => ({ type: 'line' as const, name: label, color, data: [...values] })),
      { type: 'line' as const, name: price.label, color: price.color, data: [...price.values], yAxisIndex: 1 },
    ],
  });
  const svg = drawn.renderToSVGString();
  drawn.dispose();
  return svg;
}
