/** How a dashboard leaves, with the marks of the releases that it has now. */
import type { DashboardShape } from '../../kinds/dashboard/shape.ts';
import { json, type Leaving } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const dashboard: Leaving<DashboardShape> = {
  cloudFormation({ resource: { id, name }, observed }) {
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::CloudWatch::Dashboard',
        properties: { DashboardName: name, DashboardBody: JSON.stringify(observed.properties.body) },
        identifier: { DashboardName: name },
      },
    ];
  },

  terraform({ resource: { id, name }, observed }) {
    return [
      {
        type: 'aws_cloudwatch_dashboard',
        name: terraformName(id),
        body: { dashboard_name: name, dashboard_body: json(observed.properties.body) },
        importId: name,
      },
    ];
  },
};
