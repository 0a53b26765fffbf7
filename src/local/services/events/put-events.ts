/** PutEvents: gives each event an ID, and delivers it to the targets of the rules that match. */
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { isPlainObject } from '../../cloud/plain-object.ts';
import type { PutEventsRequestEntry, PutEventsResultEntry } from '../../models/events.ts';
import { deliver } from './deliver.ts';
import { busName, invalid } from './model.ts';
import { operation } from './operation.ts';

/** All entries of a request together. */
const MAX_BYTES = 1_048_576;
/** The bytes of a time, whatever it is (EventBridge User Guide, "Calculating PutEvents event entry size"). */
const TIME_BYTES = 14;

export const putEvents = operation('PutEvents', (input, context) => {
  refuseMembers('EventBridge PutEvents', input, ['EndpointId']);
  for (const entry of input.Entries) refuseMembers('EventBridge PutEvents', entry, ['TraceHeader']);
  if (input.Entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > MAX_BYTES) {
    throw invalid('Total size of the entries in the request is over the limit.');
  }
  const Entries = input.Entries.map((entry) => put(entry, context));
  return { FailedEntryCount: Entries.filter(({ ErrorCode }) => ErrorCode !== undefined).length, Entries };
});

function sizeOf({ Time, Source = '', DetailType = '', Detail = '', Resources = [] }: PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources].map((text) => Buffer.byteLength(text));
  return texts.reduce((sum, bytes) => sum + bytes, Time === undefined ? 0 : TIME_BYTES);
}

/** A bus that does not exist is no error: the event has an ID, and nobody gets it (docs/aws/events.md). */
function put(entry: PutEventsRequestEntry, context: OperationContext): PutEventsResultEntry {
  const { Source, DetailType, Detail, Resources = [], Time, EventBusName } = entry;
  if (!Source) return missing('Source');
  if (!DetailType) return missing('DetailType');
  if (!Detail) return missing('Detail');
  const detail = objectIn(Detail);
  if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  if (/^aws\./i.test(Source)) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  const id = context.cloud.ids.uuid();
  const time = Time === undefined ? context.cloud.clock.now() : Number(Time);
  deliver(context, busName(context, EventBusName), {
    version: '0',
    id,
    'detail-type': DetailType,
    source: Source,
    account: context.account,
    time: new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: context.region,
    resources: [...Resources],
    detail,
  });
  return { EventId: id };
}

const missing = (name: string): PutEventsResultEntry => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
});

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isPlainObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
