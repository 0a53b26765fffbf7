import { GetDashboardCommand, PutDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { bodyChanges, bodyOf, readBody } from '../../../src/aws/kinds/dashboard/dashboard-body.ts';
import { toTagList } from '../../../src/aws/ownership/ownership.ts';
import { markOf } from '../../../src/aws/ownership/ownership-mark.ts';
import type { Probe } from '../probe.ts';

const GRAPH = {
  type: 'metric',
  x: 0,
  y: 0,
  width: 8,
  height: 6,
  properties: {
    title: 'Requests',
    view: 'timeSeries',
    stacked: false,
    period: 60,
    metrics: [['AWS/ApiGateway', 'Count', 'ApiName', 'truth', 'Stage', 'truth', { stat: 'Sum', label: 'Count' }]],
    yAxis: { left: { min: 0 } },
  },
};

export const probe: Probe = {
  id: 'dashboard-body',
  title: 'GetDashboard returns everything that was sent to PutDashboard, and PutDashboard reports no fault in it.',
  expected: { complaints: [], differs: [] },
  async run(world) {
    const client = await world.clients.cloudwatch();
    const DashboardName = world.name('dashboard');
    const tags = { 'apikit:app': 'truth', 'apikit:stage': 'truth' };
    const history = [{ record: { release: 'aaaaaaaaaaaa', time: '2026-11-29T10:15:00.000Z' } }];
    const properties = { text: 'Asked by npm run truth.', widgets: [GRAPH], alarms: [], marks: 5, history, tags };
    const wanted = bodyOf(properties, markOf(tags), { region: 'eu-west-1', alarmArn: (name) => name });
    world.made('dashboard', DashboardName);
    const { DashboardValidationMessages: said = [] } = await client.send(
      new PutDashboardCommand({
        DashboardName,
        DashboardBody: JSON.stringify(wanted),
        Tags: toTagList({ ...world.tags }),
      }),
    );
    const { DashboardBody = '' } = await client.send(new GetDashboardCommand({ DashboardName }));
    const { body = { widgets: [] } } = readBody(DashboardBody) ?? {};
    return {
      complaints: said.map(({ Message = '' }) => Message),
      differs: bodyChanges(wanted, body).map(({ path }) => path),
    };
  },
};
