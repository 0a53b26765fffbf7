/**
 * PutDashboard, GetDashboard, ListDashboards, DeleteDashboards. Only the outermost form of a body is checked. As on
 * AWS, the returned body differs from the given text (docs/aws/cloudwatch.md).
 */
import { AwsError } from '../../cloud/aws-error.ts';
import { check, page } from './checks.ts';
import { dashboardArn, dashboardsOf } from './dashboard.ts';
import { invalidValue } from './errors.ts';
import { operation } from './operation.ts';
import { checkTags } from './tags.ts';

const NAME = { minLength: 1, maxLength: 255 };

export const putDashboard = operation('PutDashboard', ({ DashboardName, DashboardBody, Tags }, context) => {
  const tags = checkTags(Tags);
  check(['dashboardName', DashboardName, NAME]);
  // The text is that of LocalStack's `test_invalid_dashboard_name`, which was run on AWS; the line break is AWS's.
  if (!/^[\w-]+$/.test(DashboardName)) {
    throw invalidValue(
      'The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).\n',
    );
  }
  if (!isDashboard(DashboardBody)) {
    throw new AwsError(
      'DashboardInvalidInputError',
      'The field DashboardBody must be a valid JSON object with widgets',
      {
        members: {
          dashboardValidationMessages: [{ Message: 'The dashboard body is invalid, there are validation errors' }],
        },
      },
    );
  }
  dashboardsOf(context).put(DashboardName, {
    name: DashboardName,
    body: rewritten(DashboardBody),
    modifiedAt: context.cloud.clock.now(),
    // The model says: "If you specify Tags when updating an existing dashboard, the tag updates are ignored".
    tags: dashboardsOf(context).get(DashboardName)?.tags ?? tags,
  });
  return { DashboardValidationMessages: [] };
});

export const getDashboard = operation('GetDashboard', ({ DashboardName }, context) => {
  check(['dashboardName', DashboardName, NAME]);
  const dashboard = dashboardsOf(context).get(DashboardName);
  if (!dashboard) throw dashboardNotFound([DashboardName]);
  return { DashboardArn: dashboardArn(context, DashboardName), DashboardBody: dashboard.body, DashboardName };
});

export const listDashboards = operation('ListDashboards', ({ DashboardNamePrefix = '', NextToken }, context) => {
  const matching = dashboardsOf(context)
    .values()
    .filter(({ name }) => name.startsWith(DashboardNamePrefix));
  const { items, next } = page(matching, 1000, NextToken);
  const DashboardEntries = items.map(({ name, body, modifiedAt }) => ({
    DashboardName: name,
    DashboardArn: dashboardArn(context, name),
    LastModified: new Date(modifiedAt),
    Size: Buffer.byteLength(body),
  }));
  return { DashboardEntries, NextToken: next };
});

export const deleteDashboards = operation('DeleteDashboards', ({ DashboardNames }, context) => {
  const dashboards = dashboardsOf(context);
  const unknown = DashboardNames.filter((name) => !dashboards.has(name));
  if (unknown.length > 0) throw dashboardNotFound(unknown);
  for (const name of DashboardNames) dashboards.delete(name);
});

/** The first members of a widget, in the order in which AWS writes them. */
const ORDER = ['type', 'x', 'y', 'width', 'height', 'properties'];

interface Widget {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/**
 * Returns the body without blanks, with reordered widget members, and with the members that the console adds to graphs.
 * AWS's order of the members of `properties` is not known, so this code uses another order than the given one.
 */
function rewritten(body: string): string {
  const { widgets, ...rest } = JSON.parse(body) as { widgets: (Widget | null)[] };
  return JSON.stringify({ ...rest, widgets: widgets.map((widget) => (isObject(widget) ? ordered(widget) : widget)) });
}

function ordered(widget: Widget): object {
  const { properties } = widget;
  const defaults = widget.type === 'metric' ? { view: 'timeSeries', stacked: false } : {};
  const sorted = isObject(properties)
    ? Object.entries({ ...defaults, ...properties }).sort(([a], [b]) => (a < b ? -1 : 1))
    : undefined;
  const members = Object.entries({ ...widget, ...(sorted && { properties: Object.fromEntries(sorted) }) });
  const place = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return Object.fromEntries(members.sort(([a], [b]) => place(a) - place(b)));
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isDashboard(body: string): boolean {
  try {
    const parsed = JSON.parse(body) as { widgets?: unknown } | null;
    return typeof parsed === 'object' && parsed !== null && Array.isArray(parsed.widgets);
  } catch {
    return false;
  }
}

const dashboardNotFound = (names: readonly string[]): AwsError =>
  new AwsError('DashboardNotFoundError', `Dashboard ${names.join(', ')} does not exist`);
