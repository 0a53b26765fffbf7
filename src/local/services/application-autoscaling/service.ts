/**
 * Application Auto Scaling for the provisioned concurrency of Lambda functions: scalable targets, target tracking and
 * scheduled actions (AWS JSON 1.1). Targets of other services, step scaling and predictive scaling are refused.
 */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { deleteScalingPolicy, describeScalingPolicies, putScalingPolicy } from './policies.ts';
import { stopWatching, watch } from './scaler.ts';
import { deleteScheduledAction, describeScheduledActions, putScheduledAction } from './scheduled-actions.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import { deregisterScalableTarget, describeScalableTargets, registerScalableTarget } from './targets.ts';

export const service: ServiceDefinition = {
  id: 'application-autoscaling',
  signingNames: ['application-autoscaling'],
  protocols: [{ type: 'json', target: 'AnyScaleFrontendService', version: '1.1' }],
  constraintError: 'ValidationException',
  operations: [
    registerScalableTarget,
    describeScalableTargets,
    deregisterScalableTarget,
    putScalingPolicy,
    describeScalingPolicies,
    deleteScalingPolicy,
    putScheduledAction,
    describeScheduledActions,
    deleteScheduledAction,
    tagResource,
    untagResource,
    listTagsForResource,
  ],
  open: watch,
  close: async ({ store }) => stopWatching(store),
  reset: async ({ store }) => stopWatching(store),
};
