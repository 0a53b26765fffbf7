/** The shape of a state machine of Step Functions. Types only. */
import type { Later } from '../../../engine/resource.ts';
import type { Tags } from '../../../naming/tags.ts';

export type StateMachineProperties = {
  /** The definition in the Amazon States Language. Empty if it is not known; then it stays as it is. */
  definition: string;
  type: 'standard' | 'express';
  /** The ARN of the role of its executions. */
  role: Later<string>;
  tags: Tags;
};

export interface StateMachineShape {
  kind: 'state-machine';
  properties: StateMachineProperties;
  attributes: { arn: string; name: string };
  found: { definition: string; type: 'standard' | 'express'; role: string; tags: Tags };
}
