/** SQS: standard and FIFO queues with dead-letter queues (AWS JSON 1.0). Messages are not encrypted. */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { measureQueues, stopMeasuring } from './queue-metrics.ts';
import {
  createQueue,
  deleteQueue,
  getQueueAttributes,
  getQueueUrl,
  listDeadLetterSourceQueues,
  listQueues,
  purgeQueue,
  setQueueAttributes,
} from './queues.ts';
import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
  receiveMessage,
} from './receive-messages.ts';
import { endReceiving } from './receiving.ts';
import { sendMessage, sendMessageBatch } from './send-messages.ts';
import { listQueueTags, tagQueue, untagQueue } from './tags.ts';

export const service: ServiceDefinition = {
  id: 'sqs',
  signingNames: ['sqs'],
  protocols: [{ type: 'json', target: 'AmazonSQS', version: '1.0' }],
  constraintError: 'InvalidParameterValueException',
  operations: [
    createQueue,
    getQueueUrl,
    getQueueAttributes,
    setQueueAttributes,
    listQueues,
    deleteQueue,
    purgeQueue,
    listDeadLetterSourceQueues,
    sendMessage,
    sendMessageBatch,
    receiveMessage,
    deleteMessage,
    deleteMessageBatch,
    changeMessageVisibility,
    changeMessageVisibilityBatch,
    tagQueue,
    untagQueue,
    listQueueTags,
  ],
  open: (cloud) => measureQueues(cloud),
  async close({ store }) {
    stopMeasuring(store);
    endReceiving(store);
  },
  async reset({ store }) {
    endReceiving(store);
  },
};
