/**
 * Kind `event-source`: the mapping from a table's stream or a queue to the function with the resource's name. A mapping
 * never changes its source, so another stream needs another mapping. It has no name, and its owner is the owner of the
 * function. Its tags are for searches and bills (https://docs.aws.amazon.com/lambda/latest/dg/tags-esm.html). A mapping
 * to a stream that is no longer wanted is removed when its successor exists and the new release serves.
 */
import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  type EventSourceMappingConfiguration,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import type { Kind, KindContext, Observed, ResolvedResource, Resource } from '../../../engine/resource.ts';
import type { Conditions, RightsScope } from '../../../engine/rights.ts';
import { eventSourceArn, functionArn } from '../../../naming/arns.ts';
import { baseName } from '../../../naming/names.ts';
import { identityIn, type Tags } from '../../../naming/tags.ts';
import { comparableTags, owns, tagChanges } from '../../ownership/ownership.ts';
import { errorMessage, isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { type RetryOptions, retry, waitUntil } from '../../sdk/retry.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import type { EventSourceProperties, EventSourceShape } from './shape.ts';

/** Milliseconds. Mappings change within seconds. A role that is not usable yet takes longer (docs/aws/iam.md). */
const PATIENCE = 180_000;
const SEE_MAPPING =
  'Look at the triggers of the function in the Lambda console, then run the same command again: it continues where it stopped.';

/** AWS chooses the ID. */
const mappings = (scope: RightsScope): string[] => [eventSourceArn(scope, '*')];

const ofConsumer = (scope: RightsScope): Conditions => ({
  ArnLike: { 'lambda:FunctionArn': functionArn(scope, `${baseName(scope)}-*`) },
});

export function eventSourceKind({ clients, clock }: KindDependencies): Kind<EventSourceShape> {
  const patience = (what: string, { signal }: KindContext) => ({
    what,
    within: PATIENCE,
    longestDelay: 2_000,
    hint: SEE_MAPPING,
    clock,
    signal,
  });

  /** Without a name, those of all functions. */
  async function mappingsOf(client: LambdaClient, FunctionName?: string): Promise<EventSourceMappingConfiguration[]> {
    const found: EventSourceMappingConfiguration[] = [];
    let Marker: string | undefined;
    do {
      const page = await undefinedIfNotFound(client.send(new ListEventSourceMappingsCommand({ FunctionName, Marker })));
      found.push(...(page?.EventSourceMappings ?? []));
      Marker = page?.NextMarker;
    } while (Marker);
    return found.filter(
      ({ State, EventSourceArn = '' }) => State !== 'Deleting' && /:(dynamodb|sqs):/.test(EventSourceArn),
    );
  }

  async function read(resource: Resource<EventSourceShape>): Promise<Observed<EventSourceShape> | undefined> {
    const found = await mappingsOf(await clients.lambda(), resource.name);
    const { source } = resource.properties;
    const mapping = found.find(({ EventSourceArn }) => EventSourceArn === source) ?? found[0];
    return mapping && describe(mapping, found, await tagsOf(mapping));
  }

  async function tagsOf({ EventSourceMappingArn: Resource }: EventSourceMappingConfiguration): Promise<Tags> {
    if (Resource === undefined) return {};
    const client = await clients.lambda();
    const found = await undefinedIfNotFound(client.send(new ListTagsCommand({ Resource })));
    return comparableTags(found?.Tags ?? {});
  }

  async function syncTags(
    client: LambdaClient,
    mapping: EventSourceMappingConfiguration,
    desired: Tags,
  ): Promise<void> {
    const { EventSourceMappingArn: Resource } = mapping;
    if (Resource === undefined) return;
    const { set, remove } = tagChanges(desired, await tagsOf(mapping));
    if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ Resource, Tags: set }));
    if (remove.length > 0) await client.send(new UntagResourceCommand({ Resource, TagKeys: remove }));
  }

  /** Lambda changes mappings in the background, and refuses other changes meanwhile. */
  function whenSettled<T>(what: string, context: KindContext, send: () => Promise<T>): Promise<T> {
    const options: RetryOptions = {
      ...patience(what, context),
      retryable: (error) =>
        isAwsError(error, 'ResourceInUseException') ||
        (isAwsError(error, 'InvalidParameterValueException') && NOT_YET.test(errorMessage(error))),
      onRetry: (tries, error) => {
        if (tries > 1) return;
        context.note(
          NOT_YET.test(errorMessage(error)) ? 'waiting for the role to be usable' : 'waiting for an earlier change',
        );
      },
    };
    return retry(options, send);
  }

  async function remove(client: LambdaClient, id: string, context: KindContext): Promise<void> {
    const command = new DeleteEventSourceMappingCommand({ UUID: id });
    await undefinedIfNotFound(
      whenSettled(`delete the event source mapping ${id}`, context, () => client.send(command)),
    );
  }

  async function create(
    client: LambdaClient,
    resource: ResolvedResource<EventSourceShape>,
    context: KindContext,
  ): Promise<void> {
    const desired = resource.properties;
    const command = new CreateEventSourceMappingCommand({
      FunctionName: resource.name,
      EventSourceArn: desired.source,
      ...(desired.startingPosition && { StartingPosition: desired.startingPosition }),
      ...settingsInput(desired),
      ...(desired.onFailure && { DestinationConfig: { OnFailure: { Destination: desired.onFailure } } }),
      Tags: desired.tags,
    });
    try {
      await whenSettled(`connect the source to function "${resource.name}"`, context, () => client.send(command));
    } catch (error) {
      // Another run was faster, or the response to the first try was lost.
      if (!isAwsError(error, 'ResourceConflictException')) throw error;
    }
  }

  async function apply(
    resource: ResolvedResource<EventSourceShape>,
    _observed: Observed<EventSourceShape> | undefined,
    context: KindContext,
  ): Promise<Observed<EventSourceShape>> {
    const client = await clients.lambda();
    const desired = resource.properties;
    const found = await mappingsOf(client, resource.name);
    const present = found.find(({ EventSourceArn }) => EventSourceArn === desired.source);
    if (!present) await create(client, resource, context);
    else if (diffFields(comparable(desired), comparable(described(present))).length > 0) {
      const command = new UpdateEventSourceMappingCommand({
        UUID: present.UUID,
        Enabled: true,
        ...settingsInput(desired),
        ...destinationChange(desired.onFailure, described(present).onFailure),
      });
      await whenSettled(`change the event source mapping ${present.UUID}`, context, () => client.send(command));
    }
    const [mapping, all] = await waitUntil(patience('find the event source mapping', context), async () => {
      const found = await mappingsOf(client, resource.name);
      const wanted = found.find(({ EventSourceArn }) => EventSourceArn === desired.source);
      return wanted && ([wanted, found] as const);
    });
    if (present) await syncTags(client, mapping, desired.tags);
    return describe(mapping, all, desired.tags);
  }

  return {
    kind: 'event-source',
    rights: [
      { actions: ['lambda:ListEventSourceMappings'] },
      { actions: ['lambda:CreateEventSourceMapping'], when: ofConsumer },
      {
        actions: ['lambda:UpdateEventSourceMapping', 'lambda:DeleteEventSourceMapping'],
        on: mappings,
        when: ofConsumer,
      },
      { actions: ['lambda:ListTags', 'lambda:TagResource', 'lambda:UntagResource'], on: mappings },
    ],
    readsBy: [],
    async ownedNames(tags) {
      const prefix = `${baseName(identityIn(tags))}-`;
      const named = (await mappingsOf(await clients.lambda())).flatMap((mapping) => {
        const name = mapping.FunctionArn?.split(':')[6] ?? '';
        return name.startsWith(prefix) ? [{ mapping, name }] : [];
      });
      // The name of another stage can begin with the name of this one.
      const ours = await Promise.all(named.map(async ({ mapping }) => owns(tags, await tagsOf(mapping))));
      return [...new Set(named.filter((_, index) => ours[index]).map(({ name }) => name))];
    },
    read,
    diff(desired, observed) {
      const wanted = desired.properties;
      const had = observed.properties;
      const others = had.others > 0 ? [{ path: 'others', from: had.others, to: 0, last: true as const }] : [];
      return [
        ...diffFields(comparable(wanted), comparable(had)),
        ...diffFields(wanted.tags, had.tags, 'tags'),
        ...others,
      ];
    },
    apply,
    retire: {
      due: (_desired, { properties }) => properties.others > 0,
      async begin(_desired, { attributes }, context) {
        const client = await clients.lambda();
        const others = (attributes.ids ?? []).filter((id) => id !== attributes.id);
        for (const id of others) await remove(client, id, context);
      },
    },
    async remove(_resource, { attributes }, context) {
      const client = await clients.lambda();
      for (const id of attributes.ids ?? []) await remove(client, id, context);
    },
  };
}

/** IAM has the role or its permission to read the source, and Lambda does not see it yet. */
const NOT_YET = /cannot access stream|cannot be assumed by Lambda|execution role does not have permissions/i;

/** The starting position is not compared: a mapping continues from its current position. */
function comparable(settings: Omit<EventSourceProperties, 'tags'> & { enabled?: boolean }): object {
  const {
    source,
    batchSize,
    bisect,
    retries,
    maxAge,
    onFailure,
    concurrency,
    reportFailures,
    enabled = true,
  } = settings;
  return { source, batchSize, bisect, retries, maxAge, onFailure, concurrency, reportFailures, enabled };
}

export function settingsInput(desired: ResolvedResource<EventSourceShape>['properties']) {
  const { batchSize, bisect, retries, maxAge, concurrency, reportFailures } = desired;
  return {
    BatchSize: batchSize,
    ...(maxAge !== undefined && { MaximumRecordAgeInSeconds: maxAge }),
    ...(bisect !== undefined && { BisectBatchOnFunctionError: bisect }),
    ...(retries !== undefined && { MaximumRetryAttempts: retries }),
    // Empty settings remove the limit.
    ...(concurrency !== undefined && {
      ScalingConfig: concurrency === false ? {} : { MaximumConcurrency: concurrency },
    }),
    FunctionResponseTypes: reportFailures ? (['ReportBatchItemFailures'] as const).slice() : [],
  };
}

/**
 * An empty text removes the earlier destination: AWS refuses `OnFailure` without `Destination` (docs/aws/lambda.md). A
 * mapping that never had one is not sent any.
 */
function destinationChange(desired: string | false | undefined, had: unknown) {
  if (desired) return { DestinationConfig: { OnFailure: { Destination: desired } } };
  return had ? { DestinationConfig: { OnFailure: { Destination: '' } } } : {};
}

function described(
  mapping: EventSourceMappingConfiguration,
): Omit<EventSourceProperties, 'tags'> & { enabled: boolean } {
  const source = mapping.EventSourceArn ?? '';
  const isQueue = /:sqs:/.test(source);
  return {
    source,
    batchSize: mapping.BatchSize ?? 0,
    ...(isQueue
      ? { concurrency: mapping.ScalingConfig?.MaximumConcurrency ?? false }
      : {
          startingPosition: mapping.StartingPosition === 'LATEST' ? 'LATEST' : 'TRIM_HORIZON',
          bisect: mapping.BisectBatchOnFunctionError ?? false,
          retries: mapping.MaximumRetryAttempts ?? -1,
          maxAge: mapping.MaximumRecordAgeInSeconds ?? -1,
          onFailure: mapping.DestinationConfig?.OnFailure?.Destination || false,
        }),
    reportFailures: mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    enabled: !['Disabled', 'Disabling'].includes(mapping.State ?? ''),
  };
}

function describe(
  mapping: EventSourceMappingConfiguration,
  all: readonly EventSourceMappingConfiguration[],
  tags: Tags,
): Observed<EventSourceShape> {
  return {
    attributes: {
      id: mapping.UUID,
      ...(mapping.EventSourceMappingArn !== undefined && { arn: mapping.EventSourceMappingArn }),
      ids: all.flatMap(({ UUID }) => UUID ?? []),
    },
    properties: { ...described(mapping), tags, others: all.length - 1 },
    owned: true,
    ...(mapping.State && { state: mapping.State }),
  };
}
