/** A plot of values over time. Readers who do not see it need the values beside it. */
import { useEffect, useRef } from 'preact/hooks';
import Uplot from 'uplot';
import { minute } from './texts.ts';

interface PlotProps {
  /** In seconds since the epoch. */
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
}

const HEIGHT = 130;

/** Colours of the page's own style, which follow the reader's light or dark mode. */
const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Hours and minutes; a day for midnight, in the reader's time zone. */
function timeText(seconds: number): string {
  const [day = '', time = ''] = minute(new Date(seconds * 1_000).toISOString()).split(' ');
  return time === '00:00' ? day.slice(5) : time;
}

/** With more values, dots hide the line. */
const MOST_DOTS = 30;

/** Returns the places of the values that have a dot. A value between gaps has no line, so it always has one. */
function dotted(values: PlotProps['values']): number[] {
  const isGap = (index: number) => (values[index] ?? null) === null;
  const places = values.map((_, index) => index).filter((index) => !isGap(index));
  return places.length < MOST_DOTS ? places : places.filter((index) => isGap(index - 1) && isGap(index + 1));
}

export function Plot({ times, values }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const holder = place.current;
    if (!holder) return;
    const dots = dotted(values);
    const axis = { stroke: () => colour('--quiet'), grid: { stroke: () => colour('--line'), width: 1 } };
    const plot = new Uplot(
      {
        width: Math.max(holder.clientWidth, 100),
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        axes: [
          { ...axis, values: (_plot, splits) => splits.map(timeText) },
          { ...axis, size: 56 },
        ],
        scales: { y: { range: (_plot, _least, most) => [0, Math.max(most, 1)] } },
        series: [{}, { stroke: () => colour('--link'), width: 2, points: { show: true, filter: () => dots } }],
      },
      [[...times], [...values]],
      holder,
    );
    const resized = new ResizeObserver(() => plot.setSize({ width: holder.clientWidth, height: HEIGHT }));
    resized.observe(holder);
    const recoloured = () => plot.redraw(false);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', recoloured);
    return () => {
      resized.disconnect();
      dark.removeEventListener('change', recoloured);
      plot.destroy();
    };
  }, [times, values]);
  return <div ref={place} aria-hidden="true" />;
}
