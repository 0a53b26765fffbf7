/** CreateQueue, DeleteQueue, GetQueueUrl, ListQueues, GetQueueAttributes, SetQueueAttributes, PurgeQueue. */
import { pagesOf } from '../../cloud/page.ts';
import { announceChange } from '../../state/queues/changes.ts';
import { dropMessages, dropQueue, isFifo, type Queue, queueArn, queuesOf, queueUrl } from '../../state/queues/model.ts';
import { DEFAULTS, redriveOf } from '../../state/queues/settings.ts';
import { attributesOf, changeQueue, checkAttributes } from './attributes.ts';
import {
  deletedRecently,
  invalidAttribute,
  invalidAttributeName,
  invalidParameter,
  missingParameter,
  noQueue,
  purgeInProgress,
  queueExists,
} from './errors.ts';
import { findQueue } from './find-queue.ts';
import { operation } from './operation.ts';
import { checkTags } from './tags.ts';

const NAME = /^(?=.{1,80}$)[\w-]+(?:\.fifo)?$/;

/** The same name with the same attributes is the same queue. */
export const createQueue = operation('CreateQueue', (input, context) => {
  const { QueueName: name, Attributes: attributes = {}, tags = {} } = input;
  const { cloud } = context;
  if (!name) throw missingParameter('QueueName');
  if (!NAME.test(name)) {
    throw invalidParameter('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
  }
  checkAttributes(name, attributes, context);
  if (isFifo({ name }) !== (attributes.FifoQueue === 'true')) {
    throw isFifo({ name })
      ? invalidParameter('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length')
      : invalidAttributeName('Unknown Attribute FifoQueue.');
  }
  checkTags(tags);
  const url = queueUrl(cloud, context, name);
  const known = queuesOf(cloud, context).get(name);
  if (known) {
    const different = Object.keys(attributes).find((each) => attributes[each] !== textOf(known, each));
    if (different !== undefined) throw queueExists(different);
    return { QueueUrl: url };
  }
  if (cloud.transitions.pending(context, 'queueDeleted', name)) throw deletedRecently();
  const now = cloud.clock.now();
  queuesOf(cloud, context).put(name, { name, attributes, tags, createdAt: now, modifiedAt: now });
  return { QueueUrl: url };
});

const textOf = ({ attributes }: Queue, name: string): string | undefined =>
  attributes[name] ?? (DEFAULTS as Readonly<Record<string, string>>)[name];

export const deleteQueue = operation('DeleteQueue', ({ QueueUrl }, context) => {
  const { name } = findQueue(QueueUrl, context);
  dropQueue(context.cloud, context, name);
  context.cloud.transitions.begin(context, 'queueDeleted', name);
  announceChange(context.cloud, context, name);
});

export const getQueueUrl = operation('GetQueueUrl', ({ QueueName: name, QueueOwnerAWSAccountId }, context) => {
  if (!name) throw missingParameter('QueueName');
  const foreign = QueueOwnerAWSAccountId !== undefined && QueueOwnerAWSAccountId !== context.account;
  if (foreign || !queuesOf(context.cloud, context).has(name)) throw noQueue();
  return { QueueUrl: queueUrl(context.cloud, context, name) };
});

const page = pagesOf((token) => invalidParameter(`Invalid or expired next token: ${token}`));

/** Without MaxResults, SQS returns up to 1,000 URLs and no token. */
export const listQueues = operation('ListQueues', ({ QueueNamePrefix = '', MaxResults, NextToken }, context) => {
  const names = queuesOf(context.cloud, context)
    .keys()
    .filter((name) => name.startsWith(QueueNamePrefix))
    .sort();
  const { items, next } = page(names, MaxResults ?? 1000, NextToken);
  return {
    ...(items.length > 0 && { QueueUrls: items.map((name) => queueUrl(context.cloud, context, name)) }),
    ...(MaxResults !== undefined && { NextToken: next }),
  };
});

export const getQueueAttributes = operation('GetQueueAttributes', ({ QueueUrl, AttributeNames = [] }, context) => {
  const attributes = attributesOf(findQueue(QueueUrl, context), AttributeNames, context);
  return Object.keys(attributes).length > 0 ? { Attributes: attributes } : {};
});

/** An empty text removes a policy. */
export const setQueueAttributes = operation('SetQueueAttributes', ({ QueueUrl, Attributes }, context) => {
  const queue = findQueue(QueueUrl, context);
  if (!Attributes) throw missingParameter('Attribute.Name');
  if (Attributes.FifoQueue !== undefined && Attributes.FifoQueue !== String(isFifo(queue))) {
    throw invalidAttribute('FifoQueue', 'Modifying queue type is not supported.');
  }
  checkAttributes(queue.name, Attributes, context);
  const modifiedAt = context.cloud.clock.now();
  changeQueue(context, queue.name, ({ attributes }) => ({ attributes: { ...attributes, ...Attributes }, modifiedAt }));
  announceChange(context.cloud, context, queue.name);
});

const PURGE_MS = 60_000;

export const purgeQueue = operation('PurgeQueue', ({ QueueUrl }, context) => {
  const { name, purgedAt = Number.NEGATIVE_INFINITY } = findQueue(QueueUrl, context);
  const now = context.cloud.clock.now();
  if (now - purgedAt < PURGE_MS) throw purgeInProgress(name);
  dropMessages(context.cloud, context, name);
  changeQueue(context, name, () => ({ purgedAt: now }));
});

export const listDeadLetterSourceQueues = operation(
  'ListDeadLetterSourceQueues',
  ({ QueueUrl, MaxResults, NextToken }, context) => {
    const arn = queueArn(context, findQueue(QueueUrl, context).name);
    const sources = queuesOf(context.cloud, context)
      .values()
      .filter((queue) => redriveOf(queue)?.deadLetterTargetArn === arn)
      .map(({ name }) => queueUrl(context.cloud, context, name));
    const { items, next } = page(sources, MaxResults ?? 1000, NextToken);
    return { queueUrls: items, ...(MaxResults !== undefined && { NextToken: next }) };
  },
);
