/** Sends a message for a service of AWS, if the policy of the queue lets it. */
import type { OperationContext } from '../../cloud/operation.ts';
import { compilePolicy } from '../../policy/compile-policy.ts';
import { evaluate } from '../../policy/evaluate.ts';
import { queuesOf } from './model.ts';
import { send } from './send.ts';

export interface SendingService {
  /** The principal in policies, such as `sns.amazonaws.com`. */
  readonly service: string;
  /** The ID of the principal with which the service sends. AWS does not publish it. */
  readonly sender: string;
  /** The ARN of the topic or rule for which it sends. */
  readonly sourceArn: string;
}

export const isQueueArn = (arn: string): boolean => /^arn:aws:sqs:[^:]+:\d{12}:[\w.-]+$/.test(arn);

/** Returns `false` if there is no such queue, or if its policy does not allow the message. */
export function sendForService(
  { cloud }: OperationContext,
  { service, sender, sourceArn }: SendingService,
  queueArn: string,
  body: string,
): boolean {
  const [, , , region = '', account = '', name = ''] = queueArn.split(':');
  const scope = { account, region };
  const queue = queuesOf(cloud, scope).get(name);
  if (!queue?.attributes.Policy) return false;
  const decision = evaluate([compilePolicy(queue.attributes.Policy)], {
    action: 'sqs:SendMessage',
    resource: queueArn,
    principal: { type: 'service', name: service },
    key: (key) => (key === 'aws:sourcearn' ? sourceArn : key === 'aws:sourceaccount' ? account : undefined),
  });
  if (decision !== 'allow') return false;
  send(cloud, scope, queue, { body, attributes: {}, sender });
  return true;
}
