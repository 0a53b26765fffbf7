/** Makes the body of a dashboard for CloudWatch, and compares it with the one that CloudWatch returns. Pure. */
import type { FieldChange } from '../../../engine/resource.ts';
import type { Mark } from '../../ownership/ownership-mark.ts';
import { splitMark, withMark } from '../../ownership/ownership-mark.ts';
import type { Body, DesiredDashboard, Widget } from './shape.ts';

/** A release, shown as a vertical line in every graph. */
interface ReleaseMark {
  readonly label: string;
  /** ISO 8601, in whole seconds. */
  readonly value: string;
}

/** The rows of the text and of the alarms, above the graphs. */
const TEXT_HEIGHT = 2;
const ALARMS_HEIGHT = 3;
const FULL_WIDTH = 24;
/** The most alarms in one widget. */
const MOST_ALARMS = 100;

interface DashboardContext {
  readonly region: string;
  alarmArn(name: string): string;
}

export function bodyOf(properties: DesiredDashboard, mark: Mark, context: DashboardContext): Body {
  const { text, alarms } = properties;
  const top = TEXT_HEIGHT + (alarms.length > 0 ? ALARMS_HEIGHT : 0);
  const vertical = releaseMarks(properties);
  const graphs = properties.widgets.map(({ y, properties: graph, ...widget }) => ({
    ...widget,
    y: Number(y) + top,
    properties: { ...graph, region: context.region, annotations: { vertical } },
  }));
  return {
    widgets: [
      {
        type: 'text',
        x: 0,
        y: 0,
        width: FULL_WIDTH,
        height: TEXT_HEIGHT,
        properties: { markdown: withMark(text, mark) },
      },
      ...(alarms.length > 0 ? [alarmWidget(alarms, context)] : []),
      ...graphs,
    ],
  };
}

function alarmWidget(alarms: readonly string[], { alarmArn }: DashboardContext): Widget {
  return {
    type: 'alarm',
    x: 0,
    y: TEXT_HEIGHT,
    width: FULL_WIDTH,
    height: ALARMS_HEIGHT,
    properties: { title: 'Alarms', alarms: alarms.slice(0, MOST_ALARMS).map(alarmArn) },
  };
}

/** The newest releases. They are among those that the account always keeps, so pruning others changes nothing here. */
function releaseMarks({ history, marks }: DesiredDashboard): ReleaseMark[] {
  return [...history]
    .sort((a, b) => (a.record.time < b.record.time ? 1 : a.record.time > b.record.time ? -1 : 0))
    .slice(0, marks)
    .map(({ record }) => ({ label: record.release, value: `${record.time.slice(0, 19)}Z` }));
}

/** Returns `undefined` if the text is not a dashboard that can be read. */
export function readBody(text: string): { body: Body; mark?: Mark } | undefined {
  try {
    const body = JSON.parse(text) as Partial<Body> | null;
    if (!Array.isArray(body?.widgets)) return undefined;
    const marked = body.widgets.map(({ properties }: Widget) => splitMark(String(properties?.markdown ?? '')).mark);
    const mark = marked.find((one) => one !== undefined);
    return { body: { widgets: body.widgets }, ...(mark && { mark }) };
  } catch {
    return undefined;
  }
}

/** The differences by the titles of the widgets. The releases, which all graphs have, count once. */
export function bodyChanges(wanted: Body, had: Body): FieldChange[] {
  const names = [...new Set([...wanted.widgets, ...had.widgets].map(nameOf))];
  const one = ({ widgets }: Body, name: string) => {
    const found = widgets.filter((widget) => nameOf(widget) === name);
    return found.length > 1 ? found : found[0];
  };
  const widgets = names.flatMap((name): FieldChange[] => {
    const [from, to] = [one(had, name), one(wanted, name)].map(withoutMarks);
    return includes(from, to) ? [] : [{ path: `widgets.${name}`, from, to }];
  });
  const [from, to] = [had, wanted].map(marksIn);
  const marks = [had, wanted].map((body) =>
    body.widgets.filter(isGraph).map(({ properties }) => annotationsOf(properties)),
  );
  return includes(marks[0], marks[1]) || widgets.length > 0 ? widgets : [{ path: 'releases', from, to }];
}

const isGraph = ({ type }: Widget): boolean => type === 'metric';
function annotationsOf(properties: Widget['properties']): unknown {
  const annotations = properties?.annotations;
  return typeof annotations === 'object' && annotations !== null && 'vertical' in annotations
    ? annotations.vertical
    : undefined;
}

const isList = (found: Widget | readonly Widget[]): found is readonly Widget[] => Array.isArray(found);

function nameOf({ type, properties }: Widget): string {
  return typeof properties?.title === 'string' ? properties.title : type;
}

function withoutMarks(found: Widget | readonly Widget[] | undefined): unknown {
  if (found === undefined || isList(found)) return found;
  const { properties, ...widget } = found;
  if (!isGraph(found) || properties === undefined) return found;
  const { annotations: _, ...rest } = properties;
  return { ...widget, properties: rest };
}

/** The releases that the first graph marks. */
export function marksIn({ widgets }: Body): unknown[] {
  const marks = widgets.filter(isGraph).map(({ properties }) => annotationsOf(properties))[0];
  return Array.isArray(marks) ? marks.map((mark: Partial<ReleaseMark>) => mark.label) : [];
}

/**
 * Whether `had` has everything that is wanted. AWS and its console may add members and change their order
 * (docs/aws/cloudwatch.md). The wanted part has everything that matters.
 */
function includes(had: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return had === wanted;
  if (Array.isArray(wanted)) {
    if (!Array.isArray(had) || had.length !== wanted.length) return false;
    return wanted.every((part, index) => includes(had[index], part));
  }
  if (typeof had !== 'object' || had === null || Array.isArray(had)) return false;
  const members = new Map<string, unknown>(Object.entries(had));
  return Object.entries(wanted).every(([name, part]) => includes(members.get(name), part));
}
