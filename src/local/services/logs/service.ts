/** CloudWatch Logs: groups, streams and events (AWS JSON 1.1). */

import { notImplemented } from '../../cloud/aws-error.ts';
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';
import { associateKmsKey, disassociateKmsKey } from './group-key.ts';
import * as groups from './groups.ts';
import * as queries from './insights/query-operations.ts';
import { stopQueries } from './insights/running-queries.ts';
import { logStoreOf } from './log-store.ts';
import { deleteMetricFilter, describeMetricFilters, putMetricFilter } from './metric-filters.ts';
import { operation } from './operation.ts';
import { putLogEvents } from './put-log-events.ts';
import * as streams from './streams.ts';
import * as tags from './tags.ts';

/** Refused by name, because clients choose between it and polling by its response. */
const startLiveTail = operation('StartLiveTail', () => {
  throw notImplemented('Logs StartLiveTail (poll FilterLogEvents instead)');
});

export const service: ServiceDefinition = {
  id: 'logs',
  signingNames: ['logs'],
  protocols: [{ type: 'json', target: 'Logs_20140328', version: '1.1' }],
  constraintError: 'InvalidParameterException',
  operations: [
    associateKmsKey,
    disassociateKmsKey,
    groups.createLogGroup,
    groups.deleteLogGroup,
    groups.describeLogGroups,
    groups.putRetentionPolicy,
    groups.deleteRetentionPolicy,
    streams.createLogStream,
    streams.deleteLogStream,
    streams.describeLogStreams,
    putLogEvents,
    getLogEvents,
    filterLogEvents,
    queries.startQuery,
    queries.getQueryResults,
    queries.stopQuery,
    putMetricFilter,
    describeMetricFilters,
    deleteMetricFilter,
    ...Object.values(tags.resources),
    ...Object.values(tags.groups),
    startLiveTail,
  ],
  async close(cloud) {
    stopQueries(cloud);
    logStoreOf(cloud).close();
  },
  async reset(cloud) {
    stopQueries(cloud);
    logStoreOf(cloud).reset();
  },
};
