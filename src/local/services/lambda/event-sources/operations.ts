/** Create, Get, List, Update and DeleteEventSourceMapping for streams of tables and for queues. */
import { AwsError } from '../../../cloud/aws-error.ts';
import type { OperationContext } from '../../../cloud/operation.ts';
import { conflict, invalidParameter, notFound } from '../../../state/functions/errors.ts';
import { getVersion } from '../../../state/functions/lookup.ts';
import { lambdaState } from '../../../state/functions/model.ts';
import { parseFunctionName } from '../function-name.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { checkTags } from '../tags.ts';
import { destinationRefusal } from './failure-destination.ts';
import {
  type EventSource,
  eventSourcesOf,
  findEventSource,
  NOTHING_YET,
  onWire,
  positionsOf,
  readsQueue,
  stateOf,
} from './model.ts';
import { deliver, interrupt } from './poller.ts';
import { checkQueueSettings, queueRefusal } from './queue-rules.ts';
import { checkSettings, checkSource, readingRefusal, withSettings } from './rules.ts';

export const createEventSourceMapping = operation('CreateEventSourceMapping', async (input, context) => {
  const { cloud } = context;
  checkSettings('CreateEventSourceMapping', input);
  checkTags(input.Tags ?? {});
  if (input.EventSourceArn === undefined) throw invalidParameter('EventSourceArn is required.');
  const ofQueue = readsQueue({ sourceArn: input.EventSourceArn });
  if (ofQueue) checkQueueSettings(cloud, context, input.EventSourceArn, input);
  else checkSource(cloud, context, input.EventSourceArn);
  if (!ofQueue && input.StartingPosition !== 'TRIM_HORIZON' && input.StartingPosition !== 'LATEST') {
    throw invalidParameter(
      input.StartingPosition === undefined
        ? '1 validation error detected: Value null at startingPosition failed to satisfy constraint: Member must not be null.'
        : 'Unsupported starting position for arn type: AT_TIMESTAMP',
    );
  }
  const { name, qualifier } = parseFunctionName(input.FunctionName, context);
  getVersion(lambdaState(cloud, context), context, name, qualifier);
  const sources = eventSourcesOf(cloud, context);
  const source: EventSource = withSettings(
    {
      uuid: cloud.ids.uuid(),
      functionName: name,
      qualifier,
      sourceArn: input.EventSourceArn,
      ...(!ofQueue && { startingPosition: input.StartingPosition as EventSource['startingPosition'] }),
      batchSize: ofQueue ? 10 : 100,
      enabled: true,
      bisect: false,
      retries: -1,
      maxAge: -1,
      reportsFailures: false,
      modifiedAt: cloud.clock.now(),
      tags: input.Tags,
    },
    input,
  );
  const twin = sources.values().find((other) => !other.deleted && isSame(other, source));
  if (twin) {
    throw conflict(
      `The event source arn (" ${source.sourceArn} ") and function (" ${name} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${twin.uuid}`,
    );
  }
  if (ofQueue) {
    const refusal = queueRefusal(cloud, context, source);
    if (refusal) throw invalidParameter(refusal);
    return begin(source, context);
  }
  const refusal = readingRefusal(cloud, context, source) ?? destinationRefusal(cloud, context, source);
  if (refusal) throw invalidParameter(refusal);
  const from = cloud.streams.find(context, source.sourceArn)!.from;
  const after = source.startingPosition === 'LATEST' ? await cloud.streams.latest(context) : from;
  positionsOf(cloud, context).put(source.uuid, { after, failures: 0, result: NOTHING_YET });
  return begin(source, context);
});

function begin(source: EventSource, context: OperationContext) {
  const { cloud } = context;
  eventSourcesOf(cloud, context).put(source.uuid, source);
  cloud.transitions.begin(context, 'eventSource', source.uuid, 'Creating');
  deliver(cloud, context, source.uuid);
  return onWire(cloud, context, source, 'Creating');
}

const isSame = (a: EventSource, b: EventSource) =>
  a.sourceArn === b.sourceArn && a.functionName === b.functionName && a.qualifier === b.qualifier;

export const getEventSourceMapping = operation('GetEventSourceMapping', ({ UUID }, context) =>
  onWire(context.cloud, context, existing(UUID, context)),
);

export const listEventSourceMappings = operation('ListEventSourceMappings', (input, context) => {
  const { cloud } = context;
  const of = input.FunctionName ? parseFunctionName(input.FunctionName, context) : undefined;
  const all = eventSourcesOf(cloud, context)
    .keys()
    .flatMap((uuid) => findEventSource(cloud, context, uuid) ?? [])
    .filter(
      ({ functionName, qualifier, sourceArn }) =>
        (of === undefined || (of.name === functionName && of.qualifier === qualifier)) &&
        (!input.EventSourceArn || input.EventSourceArn === sourceArn),
    );
  const { items, next } = page(all, input, 100);
  return {
    EventSourceMappings: items.map((source) => onWire(cloud, context, source)),
    NextMarker: next,
  };
});

export const updateEventSourceMapping = operation('UpdateEventSourceMapping', (input, context) => {
  const { cloud } = context;
  const source = existing(input.UUID, context);
  checkSettings('UpdateEventSourceMapping', input);
  refuseBusy(source, context);
  const { FunctionName } = input;
  const of = FunctionName ? parseFunctionName(FunctionName, context) : undefined;
  if (of) getVersion(lambdaState(cloud, context), context, of.name, of.qualifier);
  const target = of ? { ...source, functionName: of.name, qualifier: of.qualifier } : source;
  const updated: EventSource = { ...withSettings(target, input), modifiedAt: cloud.clock.now() };
  if (readsQueue(source)) {
    checkQueueSettings(cloud, context, source.sourceArn, input);
    const refusal = queueRefusal(cloud, context, updated);
    if (refusal) throw invalidParameter(refusal);
  } else if (input.DestinationConfig) {
    const refusal = destinationRefusal(cloud, context, updated);
    if (refusal) throw invalidParameter(refusal);
  }
  interrupt(cloud.store, source.uuid);
  eventSourcesOf(cloud, context).put(source.uuid, updated);
  const switching = updated.enabled ? 'Enabling' : 'Disabling';
  const word = updated.enabled === source.enabled ? 'Updating' : switching;
  cloud.transitions.begin(context, 'eventSource', source.uuid, word);
  return onWire(cloud, context, updated, word);
});

export const deleteEventSourceMapping = operation('DeleteEventSourceMapping', ({ UUID }, context) => {
  const { cloud } = context;
  const source = existing(UUID, context);
  refuseBusy(source, context);
  interrupt(cloud.store, UUID);
  const deleted: EventSource = { ...source, deleted: true };
  const answer = onWire(cloud, context, deleted, 'Deleting');
  eventSourcesOf(cloud, context).put(UUID, deleted);
  cloud.transitions.begin(context, 'eventSource', UUID, 'Deleting');
  findEventSource(cloud, context, UUID);
  return answer;
});

function existing(uuid: string, context: OperationContext): EventSource {
  const source = findEventSource(context.cloud, context, uuid);
  if (!source) throw notFound('The resource you requested does not exist.');
  return source;
}

function refuseBusy(source: EventSource, context: OperationContext): void {
  const state = stateOf(context.cloud, context, source);
  if (state === 'Enabled' || state === 'Disabled') return;
  throw new AwsError('ResourceInUseException', 'Cannot update the event source mapping because it is in use.', {
    members: { Type: 'User' },
  });
}
