/**
 * The address and the role of an integration that sends to something of the stage. API Gateway replaces the account,
 * the region and the partition when it imports the definition (docs/aws/import.md), and `$context.accountId` is the
 * account of the API in templates, so the definition is the same in every account. Pure.
 */
import type { StageConfig } from '../../config/config.ts';
import { eventBusArnOf } from '../../config/physical-event-bus.ts';
import { physicalQueue } from '../../config/physical-queue.ts';
import { stateMachineArnOf } from '../../config/physical-state-machine.ts';
import { topicArnOf } from '../../config/physical-topic.ts';
import { integrationRoleName } from '../../naming/names.ts';
import { partitionOf } from '../../naming/regions.ts';
import type { OwnIntegration, ServiceTarget } from '../model/integration.ts';

/** Returns other integrations unchanged. */
export function withAddress(own: OwnIntegration, config: StageConfig): OwnIntegration {
  if (!own.sends) return own;
  const { service, target } = addressOf(own.sends, config);
  const path = config.function.role?.path ?? '/';
  const set = target === undefined ? '' : `#set($target = "${target}")`;
  return {
    ...own,
    uri: `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:${service}`,
    credentials: `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role${path}${integrationRoleName(config)}`,
    requestTemplates: Object.fromEntries(
      Object.entries(own.requestTemplates).map(([type, template]) => [type, set + template]),
    ),
  };
}

interface Address {
  /** The end of the integration's URI. */
  readonly service: string;
  /** The value of `$target` in the template of the request. */
  readonly target?: string;
}

function addressOf(sends: ServiceTarget, config: StageConfig): Address {
  const { region } = config;
  const scope = { partition: partitionOf(region).id, region, account: '$context.accountId' };
  switch (sends.service) {
    case 'sqs': {
      const account = config.queues[sends.name]?.import?.split(':')[4] ?? `\${AWS::AccountId}`;
      return { service: `sqs:path/${account}/${physicalQueue(config, sends.name)}` };
    }
    case 'stepFunctions':
      return { service: 'states:action/StartExecution', target: stateMachineArnOf(config, sends.name, scope) };
    case 'sns':
      // SNS has no paths: the form in the body says everything (docs/aws/sns.md).
      return { service: 'sns:path//', target: topicArnOf(config, sends.name, scope) };
    case 'eventBridge':
      return { service: 'events:action/PutEvents', target: eventBusArnOf(config, sends.name, scope) };
  }
}
