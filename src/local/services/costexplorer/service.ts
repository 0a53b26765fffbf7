/** Cost Explorer: cost monitors by tags, their subscriptions and tags (AWS JSON 1.1, global). Nothing is monitored. */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { createAnomalyMonitor, deleteAnomalyMonitor, getAnomalyMonitors, updateAnomalyMonitor } from './monitors.ts';
import {
  createAnomalySubscription,
  deleteAnomalySubscription,
  getAnomalySubscriptions,
  updateAnomalySubscription,
} from './subscriptions.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';

export const service: ServiceDefinition = {
  id: 'ce',
  signingNames: ['ce'],
  protocols: [{ type: 'json', target: 'AWSInsightsIndexService', version: '1.1' }],
  constraintError: 'ValidationException',
  operations: [
    createAnomalyMonitor,
    getAnomalyMonitors,
    updateAnomalyMonitor,
    deleteAnomalyMonitor,
    createAnomalySubscription,
    getAnomalySubscriptions,
    updateAnomalySubscription,
    deleteAnomalySubscription,
    listTagsForResource,
    tagResource,
    untagResource,
  ],
};
