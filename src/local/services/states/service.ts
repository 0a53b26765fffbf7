/** Step Functions: standard and express state machines with JSONPath, and Lambda as their only task (AWS JSON 1.0). */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { describeExecution, listExecutions, startExecution, stopExecution } from './executions.ts';
import {
  createStateMachine,
  deleteStateMachine,
  describeStateMachine,
  listStateMachines,
  updateStateMachine,
} from './machines.ts';
import { resumeExecutions, stopExecutions } from './run-execution.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';

export const service: ServiceDefinition = {
  id: 'states',
  signingNames: ['states'],
  protocols: [{ type: 'json', target: 'AWSStepFunctions', version: '1.0' }],
  constraintError: 'ValidationException',
  operations: [
    createStateMachine,
    updateStateMachine,
    describeStateMachine,
    deleteStateMachine,
    listStateMachines,
    startExecution,
    describeExecution,
    stopExecution,
    listExecutions,
    tagResource,
    untagResource,
    listTagsForResource,
  ],
  open: resumeExecutions,
  close: async ({ store }) => stopExecutions(store),
  reset: async ({ store }) => stopExecutions(store),
};
