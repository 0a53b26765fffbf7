/** Describes the kind `dashboard`. */
import { GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { dashboardArn } from '../../../naming/arns.ts';
import { dashboardName } from '../../../naming/names.ts';
import { ownDashboards } from '../../arns/own-arns.ts';
import { cloudwatchTags } from '../../ownership/cloudwatch-tags.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindDefinition } from '../definition.ts';
import type { KindSearch } from '../search.ts';
import { dashboardKind } from './dashboard.ts';
import type { DashboardShape } from './shape.ts';

/** A stage has at most one in a region, found by its name. */
const dashboardSearch: KindSearch = {
  reads: ['cloudwatch:GetDashboard', 'cloudwatch:ListTagsForResource'],
  own: ownDashboards,
  any: (scope) => [dashboardArn(scope, '*')],
  in({ clients, facts: target }) {
    const arn = (name: string) => dashboardArn(target, name);
    return {
      all: async () => [],
      ofStage: (owner) => [dashboardName({ ...owner, region: target.region })],
      ofArn: (found) => /:cloudwatch::\d*:dashboard\/(.+)$/.exec(found)?.[1],
      async tags(name) {
        const client = await clients.cloudwatch();
        const found = await undefinedIfNotFound(client.send(new GetDashboardCommand({ DashboardName: name })));
        return found && (await cloudwatchTags(client, arn(name)));
      },
      arn,
    };
  },
};

export const dashboard: KindDefinition<DashboardShape> = {
  kind: 'dashboard',
  plural: 'dashboards',
  create: dashboardKind,
  former: {
    properties: ({ tags }) => ({ text: '', widgets: [], alarms: [], marks: 0, history: [], tags }),
    id: () => 'dashboard',
    name: dashboardName,
  },
  search: dashboardSearch,
};
