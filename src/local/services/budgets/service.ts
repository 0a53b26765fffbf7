/**
 * AWS Budgets: cost budgets, their notifications and tags (AWS JSON 1.1, global). No costs are counted, and no
 * notification is sent.
 */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { createBudget, deleteBudget, describeBudget, describeBudgets, updateBudget } from './budgets.ts';
import {
  createNotification,
  deleteNotification,
  describeNotificationsForBudget,
  describeSubscribersForNotification,
} from './notifications.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';

export const service: ServiceDefinition = {
  id: 'budgets',
  signingNames: ['budgets'],
  protocols: [{ type: 'json', target: 'AWSBudgetServiceGateway', version: '1.1' }],
  constraintError: 'InvalidParameterException',
  operations: [
    createBudget,
    describeBudget,
    describeBudgets,
    updateBudget,
    deleteBudget,
    createNotification,
    deleteNotification,
    describeNotificationsForBudget,
    describeSubscribersForNotification,
    listTagsForResource,
    tagResource,
    untagResource,
  ],
};
