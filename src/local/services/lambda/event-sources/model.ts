/** Event source mappings: their stored form, their state at a time, and their wire format. */
import type { CloudBase, Scope } from '../../../cloud/cloud.ts';
import type { EventSourceMappingConfiguration } from '../../../models/lambda.ts';
import { functionArn } from '../../../state/functions/model.ts';
import type { Collection } from '../../../storage/store.ts';

/** Collection `lambda.event-sources`, by UUID. */
export interface EventSource {
  readonly uuid: string;
  readonly functionName: string;
  readonly qualifier?: string;
  readonly sourceArn: string;
  /** Absent for a queue. */
  readonly startingPosition?: 'TRIM_HORIZON' | 'LATEST';
  readonly batchSize: number;
  readonly enabled: boolean;
  readonly bisect: boolean;
  /** -1: retries until the record is too old. */
  readonly retries: number;
  /** Seconds; -1: as long as the stream keeps records. */
  readonly maxAge: number;
  /** The ARN of the queue that gets a message about each batch that was skipped. */
  readonly onFailure?: string;
  /** `ReportBatchItemFailures`: the function says which records failed. */
  readonly reportsFailures: boolean;
  /** The number of batches of a queue that may be in the function at the same time. */
  readonly concurrency?: number;
  /** epoch milliseconds */
  readonly modifiedAt: number;
  readonly tags?: Readonly<Record<string, string>>;
  /** Set until the deletion is complete. */
  readonly deleted?: true;
}

/** Collection `lambda.event-source-positions`, by UUID: the progress of a mapping. */
export interface Position {
  /** All records up to this sequence number are done. */
  readonly after: string;
  /** The number of failed tries of the next batch. */
  readonly failures: number;
  /** Set while a failed batch is split: the number of records per batch, up to this sequence number. */
  readonly halved?: { readonly size: number; readonly upTo: string };
  /** Lambda's text for the last batch. */
  readonly result: string;
}

export const eventSourcesOf = (cloud: CloudBase, scope: Scope): Collection<EventSource> =>
  cloud.collection(scope, 'lambda.event-sources');

export const positionsOf = (cloud: CloudBase, scope: Scope): Collection<Position> =>
  cloud.collection(scope, 'lambda.event-source-positions');

/** Whether the source is an SQS queue and not the stream of a table. */
export const readsQueue = ({ sourceArn }: Pick<EventSource, 'sourceArn'>): boolean =>
  /^arn:aws[a-z-]*:sqs:/.test(sourceArn);

export const mappingArn = ({ account, region }: Scope, uuid: string): string =>
  `arn:aws:lambda:${region}:${account}:event-source-mapping:${uuid}`;

export const NOTHING_YET = 'No records processed';

type UnderWay = 'Creating' | 'Enabling' | 'Disabling' | 'Updating' | 'Deleting';

/** Returns `Enabled`, `Disabled`, or the state in progress. */
export function stateOf(
  cloud: CloudBase,
  scope: Scope,
  { uuid, enabled }: EventSource,
): UnderWay | 'Enabled' | 'Disabled' {
  const settled = enabled ? 'Enabled' : 'Disabled';
  return cloud.transitions.effective<UnderWay | typeof settled>(scope, 'eventSource', uuid, settled) ?? settled;
}

/** A completed deletion leaves nothing: the mapping is dropped when it is read. */
export function findEventSource(cloud: CloudBase, scope: Scope, uuid: string): EventSource | undefined {
  const source = eventSourcesOf(cloud, scope).get(uuid);
  if (!source?.deleted || cloud.transitions.pending(scope, 'eventSource', uuid)) return source;
  eventSourcesOf(cloud, scope).delete(uuid);
  positionsOf(cloud, scope).delete(uuid);
  return undefined;
}

export function onWire(
  cloud: CloudBase,
  scope: Scope,
  source: EventSource,
  state = stateOf(cloud, scope, source),
): EventSourceMappingConfiguration {
  return {
    UUID: source.uuid,
    EventSourceMappingArn: mappingArn(scope, source.uuid),
    EventSourceArn: source.sourceArn,
    FunctionArn: functionArn(scope, source.functionName, source.qualifier),
    BatchSize: source.batchSize,
    MaximumBatchingWindowInSeconds: 0,
    FunctionResponseTypes: source.reportsFailures ? ['ReportBatchItemFailures'] : [],
    State: state,
    LastModified: new Date(source.modifiedAt),
    ...(readsQueue(source) ? ofQueue(source) : ofStream(cloud, scope, source)),
  };
}

/** Recorded: LocalStack, test_lambda_integration_sqs.py. */
const ofQueue = ({ concurrency }: EventSource): EventSourceMappingConfiguration => ({
  StateTransitionReason: 'USER_INITIATED',
  ...(concurrency !== undefined && { ScalingConfig: { MaximumConcurrency: concurrency } }),
});

const ofStream = (cloud: CloudBase, scope: Scope, source: EventSource): EventSourceMappingConfiguration => ({
  StartingPosition: source.startingPosition,
  ParallelizationFactor: 1,
  BisectBatchOnFunctionError: source.bisect,
  MaximumRetryAttempts: source.retries,
  MaximumRecordAgeInSeconds: source.maxAge,
  TumblingWindowInSeconds: 0,
  DestinationConfig: { OnFailure: source.onFailure === undefined ? {} : { Destination: source.onFailure } },
  StateTransitionReason: 'User action',
  LastProcessingResult: positionsOf(cloud, scope).get(source.uuid)?.result ?? NOTHING_YET,
});
