/** DescribeLimits and DescribeEndpoints: facts about the account and the endpoint, independent of tables. */
import { operation } from '../../cloud/operation.ts';

export const describeLimits = operation({
  name: 'DescribeLimits',
  run: () => ({
    AccountMaxReadCapacityUnits: 80_000,
    AccountMaxWriteCapacityUnits: 80_000,
    TableMaxReadCapacityUnits: 40_000,
    TableMaxWriteCapacityUnits: 40_000,
  }),
});

export const describeEndpoints = operation({
  name: 'DescribeEndpoints',
  run: (_input, { cloud }) => ({
    Endpoints: [{ Address: new URL(cloud.endpoint()).host, CachePeriodInMinutes: 1440 }],
  }),
});
