/** The role with which API Gateway sends to what the stage has, and starts it. Pure. */
import type { StageConfig } from '../config/config.ts';
import { queueArnOf } from '../config/physical-queue.ts';
import type { ArnScope } from '../naming/arn-scope.ts';
import { integrationRoleName } from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';
import { eventBusArns } from './events.ts';
import type { StageResource } from './ids.ts';
import { stateMachineArns } from './state-machines.ts';
import { topicArns } from './topics.ts';

const GATEWAY_TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** API Gateway may use what apikit.yaml names, and nothing else. Only a REST API needs the role. */
export function integrationRole(
  config: StageConfig,
  facts: ArnScope,
  tags: Tags,
): StageResource<'role/integrations'>[] {
  const queues = Object.keys(config.queues).map((name) => queueArnOf(config, name, facts));
  const statements = [
    ...allow('Queues', 'sqs:SendMessage', queues),
    ...allow('StateMachines', 'states:StartExecution', stateMachineArns(config, facts)),
    ...allow('Topics', 'sns:Publish', topicArns(config, facts)),
    ...allow('EventBuses', 'events:PutEvents', eventBusArns(config, facts)),
  ];
  if (statements.length === 0 || config.api !== 'rest') return [];
  return [
    {
      id: 'role/integrations',
      kind: 'role',
      name: integrationRoleName(config),
      properties: {
        trustPolicy: GATEWAY_TRUST,
        policies: { integrations: { Version: '2012-10-17', Statement: statements } },
        ...config.function.role,
        tags,
      },
    },
  ];
}

const allow = (Sid: string, action: string, resources: readonly string[]): object[] =>
  resources.length === 0 ? [] : [{ Sid, Effect: 'Allow', Action: [action], Resource: resources }];
