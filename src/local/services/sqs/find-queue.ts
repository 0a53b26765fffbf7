/** Finds the queue of a request by its URL. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { type Queue, queuesOf } from '../../state/queues/model.ts';
import { missingParameter, noQueue } from './errors.ts';

/** The account and the name are the last parts of the path, on any host. */
const QUEUE_URL = /^(?:https?:\/\/[^/]+)?\/(\d{12})\/([\w.-]+)\/?$/;

/** Returns `undefined` for a text that is not the URL of a queue of this account. */
export function nameInUrl(url: string | undefined, { account }: Pick<OperationContext, 'account'>): string | undefined {
  const [, owner, name] = QUEUE_URL.exec(url ?? '') ?? [];
  return owner === account ? name : undefined;
}

/** Throws MissingParameter, InvalidAddress or QueueDoesNotExist. */
export function findQueue(url: string | undefined, context: OperationContext): Queue {
  if (!url) throw missingParameter('QueueUrl');
  if (!QUEUE_URL.test(url)) {
    throw new AwsError('InvalidAddress', `The address ${url} is not valid for this endpoint.`, {
      status: 404,
      headers: { 'x-amzn-query-error': 'InvalidAddress;Sender' },
    });
  }
  const name = nameInUrl(url, context);
  const queue = name === undefined ? undefined : queuesOf(context.cloud, context).get(name);
  if (!queue) throw noQueue();
  return queue;
}
