/**
 * The address and the role of an integration that sends to a queue of the stage. API Gateway replaces the account, the
 * region and the partition when it imports the definition (docs/aws/import.md), so the definition is the same in every
 * account. Pure.
 */
import type { StageConfig } from '../../config/config.ts';
import { physicalQueue } from '../../config/physical-queue.ts';
import { integrationRoleName } from '../../naming/names.ts';
import type { OwnIntegration } from '../model/integration.ts';

/** Returns other integrations unchanged. */
export function withAddress(own: OwnIntegration, config: StageConfig): OwnIntegration {
  if (!own.sends) return own;
  const { name } = own.sends;
  const account = config.queues[name]?.import?.split(':')[4] ?? `\${AWS::AccountId}`;
  const path = config.function.role?.path ?? '/';
  return {
    ...own,
    uri: `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:sqs:path/${account}/${physicalQueue(config, name)}`,
    credentials: `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role${path}${integrationRoleName(config)}`,
  };
}
