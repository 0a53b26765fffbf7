/** Dashboards as they are stored. */
import type { OperationContext } from '../../cloud/operation.ts';
import type { Tag } from '../../cloud/tag-list.ts';

/** Collection `cloudwatch.dashboards` in the global scope: dashboards belong to the account, not to a region. */
export interface Dashboard {
  readonly name: string;
  readonly body: string;
  /** epoch milliseconds */
  readonly modifiedAt: number;
  readonly tags?: readonly Tag[];
}

export const dashboardsOf = (context: OperationContext) => context.globalCollection<Dashboard>('cloudwatch.dashboards');

export const dashboardArn = ({ account }: OperationContext, name: string): string =>
  `arn:aws:cloudwatch::${account}:dashboard/${name}`;
