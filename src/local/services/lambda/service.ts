/** AWS Lambda's control plane. `runtime/` runs the functions. */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { forgetEvents } from '../../state/functions/asynchronous-invoke.ts';
import {
  createEventSourceMapping,
  deleteEventSourceMapping,
  getEventSourceMapping,
  listEventSourceMappings,
  updateEventSourceMapping,
} from './event-sources/operations.ts';
import { deliverAll, stopDelivering } from './event-sources/poller.ts';
import { createAlias, deleteAlias, getAliasOperation, listAliases, updateAlias } from './operations/aliases.ts';
import {
  deleteFunctionConcurrency,
  getAccountSettings,
  getFunctionConcurrency,
  putFunctionConcurrency,
} from './operations/concurrency.ts';
import { createFunction } from './operations/create-function.ts';
import { deleteFunction } from './operations/delete-function.ts';
import { listTags, tagResource, untagResource } from './operations/function-tags.ts';
import {
  createFunctionUrlConfig,
  deleteFunctionUrlConfig,
  getFunctionUrlConfig,
  listFunctionUrlConfigs,
  updateFunctionUrlConfig,
} from './operations/function-urls.ts';
import { getFunctionConfiguration, getFunctionOperation } from './operations/get-function.ts';
import { invoke } from './operations/invoke.ts';
import {
  deleteLayerVersion,
  getLayerVersion,
  getLayerVersionByArn,
  listLayers,
  listLayerVersions,
  publishLayerVersion,
} from './operations/layers.ts';
import { addPermission, getPolicy, removePermission } from './operations/permissions.ts';
import {
  deleteProvisionedConcurrencyConfig,
  getProvisionedConcurrencyConfig,
  listProvisionedConcurrencyConfigs,
  putProvisionedConcurrencyConfig,
} from './operations/provisioned-concurrency.ts';
import { updateFunctionCode } from './operations/update-function-code.ts';
import { updateFunctionConfiguration } from './operations/update-function-configuration.ts';
import { listFunctions, listVersionsByFunction, publishVersionOperation } from './operations/versions.ts';

export const service: ServiceDefinition = {
  id: 'lambda',
  signingNames: ['lambda'],
  protocols: [
    {
      type: 'rest-json',
      roots: [
        '2015-03-31',
        '2016-08-19',
        '2017-03-31',
        '2017-10-31',
        '2018-10-31',
        '2019-09-25',
        '2019-09-30',
        '2021-10-31',
      ],
    },
  ],
  constraintError: 'ValidationException',
  operations: [
    createFunction,
    getFunctionOperation,
    getFunctionConfiguration,
    updateFunctionCode,
    updateFunctionConfiguration,
    invoke,
    deleteFunction,
    listFunctions,
    publishVersionOperation,
    listVersionsByFunction,
    createAlias,
    getAliasOperation,
    listAliases,
    updateAlias,
    deleteAlias,
    addPermission,
    removePermission,
    getPolicy,
    tagResource,
    untagResource,
    listTags,
    putFunctionConcurrency,
    getFunctionConcurrency,
    deleteFunctionConcurrency,
    putProvisionedConcurrencyConfig,
    getProvisionedConcurrencyConfig,
    listProvisionedConcurrencyConfigs,
    deleteProvisionedConcurrencyConfig,
    getAccountSettings,
    createFunctionUrlConfig,
    getFunctionUrlConfig,
    updateFunctionUrlConfig,
    deleteFunctionUrlConfig,
    listFunctionUrlConfigs,
    publishLayerVersion,
    getLayerVersion,
    getLayerVersionByArn,
    listLayers,
    listLayerVersions,
    deleteLayerVersion,
    createEventSourceMapping,
    getEventSourceMapping,
    listEventSourceMappings,
    updateEventSourceMapping,
    deleteEventSourceMapping,
  ],
  open: deliverAll,
  close: async ({ store }) => stopDelivering(store),
  reset: async ({ store }) => {
    stopDelivering(store);
    forgetEvents(store);
  },
};
