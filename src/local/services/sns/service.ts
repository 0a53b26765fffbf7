/** SNS: topics, and messages that queues and functions get (Query protocol). */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { publish } from './publish.ts';
import { getSubscriptionAttributes, setSubscriptionAttributes } from './subscription-attributes.ts';
import { listSubscriptions, listSubscriptionsByTopic, subscribe, unsubscribe } from './subscriptions.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import { createTopic, deleteTopic, getTopicAttributes, listTopics, setTopicAttributes } from './topics.ts';

export const service: ServiceDefinition = {
  id: 'sns',
  signingNames: ['sns'],
  protocols: [{ type: 'query', apiVersion: '2010-03-31', namespace: 'http://sns.amazonaws.com/doc/2010-03-31/' }],
  constraintError: 'ValidationError',
  operations: [
    createTopic,
    getTopicAttributes,
    setTopicAttributes,
    listTopics,
    deleteTopic,
    subscribe,
    unsubscribe,
    listSubscriptions,
    listSubscriptionsByTopic,
    getSubscriptionAttributes,
    setSubscriptionAttributes,
    publish,
    tagResource,
    untagResource,
    listTagsForResource,
  ],
};
