/** DynamoDB: tables, items and transactions over an item engine (AWS JSON 1.0). */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { describeEndpoints, describeLimits } from './account.ts';
import { batchGetItem, batchWriteItem } from './batches.ts';
import { describeContinuousBackups, updateContinuousBackups } from './continuous-backups.ts';
import { closeEngines, resetEngines } from './engines.ts';
import { checkValueTypes } from './items/value-types.ts';
import { itemReads, itemWrites } from './items.ts';
import { restoreTableToPointInTime } from './restore-table.ts';
import { withTableArns } from './table-arns.ts';
import { createTable, deleteTable, describeTable, listTables, updateTable } from './tables.ts';
import { listTagsOfResource, tagResource, untagResource } from './tags.ts';
import { describeTimeToLive, updateTimeToLive } from './time-to-live.ts';
import { transactGetItems } from './transact-get-items.ts';
import { transactWriteItems } from './transact-write-items.ts';

export const service: ServiceDefinition = {
  id: 'dynamodb',
  signingNames: ['dynamodb'],
  protocols: [{ type: 'json', target: 'DynamoDB_20120810', version: '1.0', hasChecksum: true }],
  constraintError: 'ValidationException',
  javaPackage: 'com.amazonaws.dynamodb.v20120810',
  checkDocument: checkValueTypes,
  writesResponses: true,
  operations: [
    createTable,
    describeTable,
    updateTable,
    deleteTable,
    listTables,
    ...itemReads,
    ...itemWrites,
    batchGetItem,
    batchWriteItem,
    transactGetItems,
    transactWriteItems,
    tagResource,
    untagResource,
    listTagsOfResource,
    updateTimeToLive,
    describeTimeToLive,
    updateContinuousBackups,
    describeContinuousBackups,
    restoreTableToPointInTime,
    describeLimits,
    describeEndpoints,
  ].map(withTableArns),
  close: closeEngines,
  reset: resetEngines,
};
