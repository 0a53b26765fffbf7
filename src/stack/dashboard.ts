/**
 * The dashboard of a stage, if `dashboard` asks for one: graphs of the API, the function and the tables, the alarms,
 * and a line at each release. Pure.
 */
import type { DashboardShape, Widget } from '../aws/kinds/dashboard/shape.ts';
import type { StageConfig } from '../config/config.ts';
import { physicalTable } from '../config/physical-table.ts';
import type { Resource } from '../engine/resource.ts';
import { apiDimensions, functionDimensions } from '../naming/metric-dimensions.ts';
import { consumerName, dashboardName, streamConsumer } from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';
import { alarmResources } from './alarms.ts';
import { ref } from './ids.ts';

/** One line of a graph: namespace, metric, dimensions by name and value, and its label. */
type Line = readonly [
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, string>>,
  stat: string,
  label: string,
];

/** More marks of releases than these would hide the graph. */
const MOST_MARKS = 10;
/** A row is 24 units wide. */
const [WIDTH, HEIGHT, COLUMNS] = [8, 6, 3];
const PERCENTILES = ['p50', 'p95', 'p99'];

export function dashboardResources(config: StageConfig, tags: Tags): Resource<DashboardShape>[] {
  if (!config.dashboard) return [];
  const { app, stage } = config;
  const alarms = alarmResources(config, tags).filter(({ kind }) => kind === 'alarm');
  return [
    {
      id: 'dashboard',
      kind: 'dashboard',
      name: dashboardName(config),
      properties: {
        text: `**${app}/${stage}** in ${config.region}. apikit made this dashboard: what is changed here by hand, the next deploy puts back. Vertical lines are releases.`,
        widgets: graphs(config).map(([title, lines], index) => graph(title, lines, index)),
        alarms: alarms.map(({ name }) => name),
        marks: Math.min(config.function.keepReleases, MOST_MARKS),
        history: ref('release', 'history'),
        tags,
      },
      // The dashboard comes after everything that it shows, so that it never names something that does not exist.
      after: ['stage', ...alarms.map(({ id }) => id)],
    },
  ];
}

function graphs(config: StageConfig): [title: string, lines: Line[]][] {
  const api = apiDimensions(config);
  const fn = functionDimensions(config);
  const ofApi = (name: string, stat: string, label = name): Line => ['AWS/ApiGateway', name, api, stat, label];
  const ofFunction = (name: string, stat: string, label = name): Line => ['AWS/Lambda', name, fn, stat, label];
  const apiGraphs: [string, Line[]][] = [
    ['Requests', [ofApi('Count', 'Sum')]],
    ['Errors', [ofApi('4XXError', 'Sum', '4XX'), ofApi('5XXError', 'Sum', '5XX')]],
    ['Share of errors', [ofApi('4XXError', 'Average', '4XX'), ofApi('5XXError', 'Average', '5XX')]],
    ['Latency', PERCENTILES.map((stat) => ofApi('Latency', stat, stat))],
    ['Integration latency', PERCENTILES.map((stat) => ofApi('IntegrationLatency', stat, stat))],
  ];
  return [
    ...(config.api === 'rest' ? apiGraphs : []),
    ['Function: duration', PERCENTILES.map((stat) => ofFunction('Duration', stat, stat))],
    ['Function: calls', [ofFunction('Invocations', 'Sum'), ofFunction('Errors', 'Sum')]],
    ['Function: throttles', [ofFunction('Throttles', 'Sum')]],
    ['Function: calls at once', [ofFunction('ConcurrentExecutions', 'Maximum')]],
    ...Object.keys(config.tables).flatMap((table) => tableGraphs(config, table)),
  ];
}

function tableGraphs(config: StageConfig, table: string): [title: string, lines: Line[]][] {
  const dimensions = { TableName: physicalTable(config, table) };
  const of = (name: string, label: string): Line => ['AWS/DynamoDB', name, dimensions, 'Sum', label];
  const { stream } = config.tables[table] ?? {};
  const consumer = { FunctionName: consumerName(config, streamConsumer(table)) };
  return [
    [
      `Table ${table}: capacity used`,
      [of('ConsumedReadCapacityUnits', 'read'), of('ConsumedWriteCapacityUnits', 'written')],
    ],
    [`Table ${table}: throttles`, [of('ReadThrottleEvents', 'reads'), of('WriteThrottleEvents', 'writes')]],
    ...(stream
      ? [
          [
            `Table ${table}: age of the stream`,
            [['AWS/Lambda', 'IteratorAge', consumer, 'Maximum', 'IteratorAge']],
          ] as [string, Line[]],
        ]
      : []),
  ];
}

/** Every value that has a default at AWS is explicit, so that a body that AWS returns with its defaults is the same. */
function graph(title: string, lines: readonly Line[], index: number): Widget {
  const metrics = lines.map(([namespace, name, dimensions, stat, label]) => [
    namespace,
    name,
    ...Object.entries(dimensions).flat(),
    { stat, label },
  ]);
  return {
    type: 'metric',
    x: (index % COLUMNS) * WIDTH,
    y: Math.floor(index / COLUMNS) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: { title, view: 'timeSeries', stacked: false, period: 60, metrics, yAxis: { left: { min: 0 } } },
  };
}
