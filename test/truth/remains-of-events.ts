/** The resources of the probes that send, receive or start something, for `remains-kinds.ts`. */
import * as autoscaling from '@aws-sdk/client-application-auto-scaling';
import * as lambda from '@aws-sdk/client-lambda';
import * as sfn from '@aws-sdk/client-sfn';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { callerIdentity } from '../../src/aws/sdk/caller-identity.ts';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { undefinedIfNotFound } from '../../src/aws/sdk/errors/sdk-error.ts';
import { eventSourceArn } from '../../src/naming/arns.ts';
import { PREFIX } from './marks.ts';
import { byLastPart, collect, type Removable, record, withIds } from './removable.ts';

const LAMBDA = autoscaling.ServiceNamespace.LAMBDA;

async function scalableTargets(clients: Clients, ids?: string[]): Promise<autoscaling.ScalableTarget[]> {
  const filter = { ServiceNamespace: LAMBDA, ...(ids && { ResourceIds: ids }) };
  const pages = autoscaling.paginateDescribeScalableTargets({ client: await clients.autoScaling() }, filter);
  return await collect(pages, ({ ScalableTargets }) => ScalableTargets);
}

/** The first two kinds belong to a function, so they are deleted before it. */
export const REMAINS_OF_EVENTS = {
  /** The ID is the resource ID of the target, which contains the name of the function. */
  'scalable-target': {
    async list(clients) {
      return (await scalableTargets(clients)).map(({ ResourceId = '' }) => ({ id: ResourceId, name: ResourceId }));
    },
    async tags(clients, id) {
      const [target] = await scalableTargets(clients, [id]);
      const ResourceARN = target?.ScalableTargetARN;
      if (!ResourceARN) return undefined;
      const client = await clients.autoScaling();
      return (await client.send(new autoscaling.ListTagsForResourceCommand({ ResourceARN }))).Tags ?? {};
    },
    async remove(clients, ResourceId) {
      const ScalableDimension = 'lambda:function:ProvisionedConcurrency';
      const of = { ServiceNamespace: LAMBDA, ScalableDimension, ResourceId } as const;
      const client = await clients.autoScaling();
      const command = new autoscaling.DeregisterScalableTargetCommand(of);
      return undefinedIfNotFound(client.send(command), 'ObjectNotFoundException');
    },
  },
  /** A mapping has no name, so the name is that of its function. */
  'event-source': {
    async list(clients) {
      const pages = lambda.paginateListEventSourceMappings({ client: await clients.lambda() }, {});
      const mappings = await collect(pages, ({ EventSourceMappings }) => EventSourceMappings);
      return withIds(mappings.map(({ UUID, FunctionArn }) => ({ id: UUID, name: FunctionArn?.split(':')[6] })));
    },
    async tags(clients, UUID) {
      const client = await clients.lambda();
      const { State } = await client.send(new lambda.GetEventSourceMappingCommand({ UUID }));
      if (State === 'Deleting') return undefined;
      const { account, partition } = await callerIdentity(clients);
      const region = await client.config.region();
      const Resource = eventSourceArn({ account, partition, region }, UUID);
      return (await client.send(new lambda.ListTagsCommand({ Resource }))).Tags ?? {};
    },
    remove: async (clients, UUID) =>
      (await clients.lambda()).send(new lambda.DeleteEventSourceMappingCommand({ UUID })),
  },
  queue: {
    async list(clients) {
      const pages = sqs.paginateListQueues({ client: await clients.sqs() }, { QueueNamePrefix: PREFIX });
      return byLastPart(await collect(pages, ({ QueueUrls }) => QueueUrls));
    },
    async tags(clients, QueueUrl) {
      return (await (await clients.sqs()).send(new sqs.ListQueueTagsCommand({ QueueUrl }))).Tags ?? {};
    },
    remove: async (clients, QueueUrl) => (await clients.sqs()).send(new sqs.DeleteQueueCommand({ QueueUrl })),
  },
  topic: {
    async list(clients) {
      const pages = sns.paginateListTopics({ client: await clients.sns() }, {});
      return byLastPart(await collect(pages, ({ Topics }) => Topics?.map(({ TopicArn }) => TopicArn)));
    },
    async tags(clients, ResourceArn) {
      return record((await (await clients.sns()).send(new sns.ListTagsForResourceCommand({ ResourceArn }))).Tags);
    },
    remove: async (clients, TopicArn) => (await clients.sns()).send(new sns.DeleteTopicCommand({ TopicArn })),
  },
  'state-machine': {
    async list(clients) {
      const pages = sfn.paginateListStateMachines({ client: await clients.stepFunctions() }, {});
      return byLastPart(
        await collect(pages, ({ stateMachines }) => stateMachines?.map(({ stateMachineArn }) => stateMachineArn)),
      );
    },
    async tags(clients, resourceArn) {
      const client = await clients.stepFunctions();
      const { status } = await client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn: resourceArn }));
      if (status === 'DELETING') return undefined;
      const { tags = [] } = await client.send(new sfn.ListTagsForResourceCommand({ resourceArn }));
      return Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]));
    },
    remove: async (clients, stateMachineArn) =>
      (await clients.stepFunctions()).send(new sfn.DeleteStateMachineCommand({ stateMachineArn })),
  },
} satisfies Record<string, Removable>;
