/** The metrics of a stage as plots, and as numbers. */
import { useMemo, useState } from 'preact/hooks';
import { DocumentView, useDocument } from '../parts/document.tsx';
import { PERIODS, PeriodField } from '../parts/period.tsx';
import { Plot } from '../parts/plot.tsx';
import { minute, visible } from '../parts/texts.ts';

interface Metric {
  readonly id: string;
  readonly of: string | null;
  readonly unit: 'count' | 'ms';
  readonly total: number | null;
  readonly most: number | null;
  readonly values: readonly (number | null)[];
}

interface Metrics {
  readonly since: string;
  readonly until: string;
  /** In seconds. */
  readonly period: number;
  readonly metrics: readonly Metric[];
}

export function MetricsView() {
  const [since, setSince] = useState('1h');
  const loaded = useDocument<Metrics>(`/api/documents/metrics?since=${since}`);
  return (
    <DocumentView
      title="Metrics"
      loaded={loaded}
      controls={<PeriodField periods={PERIODS} since={since} onChange={setSince} />}
    >
      {(document) => <Figures document={document} />}
    </DocumentView>
  );
}

function Figures({ document: { since, period, metrics } }: { document: Metrics }) {
  const known = metrics.filter(({ most }) => most !== null);
  if (known.length === 0)
    return <p class="quiet">CloudWatch has no data in this period. Data arrives some minutes late.</p>;
  const silent = metrics.filter(({ most }) => most === null);
  return (
    <>
      <div class="plots">
        {known.map((metric) => (
          <Figure key={`${metric.id} ${metric.of}`} metric={metric} since={since} period={period} />
        ))}
      </div>
      {silent.length > 0 && <p class="quiet">Without data: {silent.map(nameOf).join(', ')}.</p>}
    </>
  );
}

/** `latencyP95` is `Latency p95`. */
function nameOf({ id, of }: Metric): string {
  const words = id.replace(/([a-z])([A-Z])/g, (_, one: string, other: string) => `${one} ${other.toLowerCase()}`);
  return `${words[0]?.toUpperCase()}${words.slice(1)}${of === null ? '' : ` of ${visible(of)}`}`;
}

function Figure({ metric, since, period }: { metric: Metric; since: string; period: number }) {
  const { values, total, most, unit } = metric;
  const times = useMemo(() => {
    const begin = Date.parse(since) / 1_000;
    return values.map((_, index) => begin + index * period);
  }, [since, period, values]);
  const written = (value: number) => `${Math.round(value * 100) / 100}${unit === 'ms' ? ' ms' : ''}`;
  const sums = [...(total === null ? [] : [`${written(total)} in total`]), `at most ${written(most ?? 0)}`];
  return (
    <figure>
      <figcaption>
        <strong>{nameOf(metric)}</strong> <span class="quiet">{sums.join(', ')}</span>
      </figcaption>
      <Plot times={times} values={values} />
      <details>
        <summary>Values</summary>
        <dl class="facts inside">
          {values.flatMap((value, index) =>
            value === null
              ? []
              : [
                  <div key={times[index]}>
                    <dt>{minute(new Date(times[index]! * 1_000).toISOString())}</dt>
                    <dd>{written(value)}</dd>
                  </div>,
                ],
          )}
        </dl>
      </details>
    </figure>
  );
}
