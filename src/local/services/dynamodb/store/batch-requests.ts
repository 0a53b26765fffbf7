/** Carries out BatchGetItem and BatchWriteItem. */
import { AwsError } from '../../../cloud/aws-error.ts';
import { readExpressions, refuseMixedInterfaces } from '../expressions/read-expressions.ts';
import type { Item } from '../items/attribute-value.ts';
import { project } from '../items/document-path.ts';
import { itemSize } from '../items/item-size.ts';
import { readItem } from '../items/read-value.ts';
import type { Members } from '../members.ts';
import { consumedCapacity, readUnits, sumOf, type Units } from './capacity.ts';
import { itemPlace } from './item-place.ts';
import { type ItemRequests, projectionOf, put, refuseLargeItem, remove } from './item-requests.ts';
import { checkKey, refuseKeyPaths } from './key-rules.ts';
import type { Table } from './table.ts';

/**
 * BatchGetItem returns at most 16 MB. Its page of the API Reference has an example with 300-KB items, of which 52 fit,
 * so the MB are decimal and the KB are not.
 */
const MAX_BYTES = 16_000_000;
const MAX_KEYS = 100;

const DUPLICATES = 'Provided list of item keys contains duplicates';

/** The items of a table come in the order of their places, which is not the order of the keys in the request. */
export function batchGetItem(
  { RequestItems, ReturnConsumedCapacity }: Members,
  tableOf: (name: unknown) => Table,
  read: (place: string) => Item | undefined,
): Members {
  const requests = Object.entries(RequestItems as Record<string, Members>).map(([name, request]) => {
    refuseMixedInterfaces(request, ['ProjectionExpression'], ['AttributesToGet']);
    const paths = projectionOf(request, readExpressions(request));
    return { name, request, paths, keys: (request.Keys as unknown[]).map(readItem) };
  });
  const count = requests.reduce((sum, { keys }) => sum + keys.length, 0);
  if (count > MAX_KEYS) throw invalid('Too many items requested for the BatchGetItem call');
  let bytes = 0;
  const Responses: Members = {};
  const UnprocessedKeys: Members = {};
  const capacity: Members[] = [];
  const placed = requests.map((one) => {
    const table = tableOf(one.name);
    for (const key of one.keys) checkKey(key, table);
    refuseKeyPaths(one.paths, table);
    const places = one.keys.map((key, index) => ({ place: itemPlace(key, table), index }));
    if (new Set(places.map(({ place }) => place)).size < places.length) throw invalid(DUPLICATES);
    return { ...one, table, places: places.sort((a, b) => (a.place < b.place ? -1 : 1)) };
  });
  for (const { name, request, paths, table, places } of placed) {
    const items: Item[] = [];
    const unread: unknown[] = [];
    const units: Units[] = [];
    for (const { place, index } of places) {
      const item = read(place);
      const size = item ? itemSize(item) : 0;
      if (bytes + size > MAX_BYTES) {
        unread.push((request.Keys as unknown[])[index]);
        continue;
      }
      bytes += size;
      units.push({ table: readUnits(size || 1, request.ConsistentRead) });
      if (item) items.push(paths ? project(item, paths) : item);
    }
    Responses[name] = items;
    if (unread.length > 0) UnprocessedKeys[name] = { ...request, Keys: unread };
    const { ConsumedCapacity } = consumedCapacity(ReturnConsumedCapacity, table.name, sumOf(units));
    if (ConsumedCapacity) capacity.push(ConsumedCapacity);
  }
  return { Responses, UnprocessedKeys, ...(capacity.length > 0 && { ConsumedCapacity: capacity }) };
}

interface WriteRequest {
  readonly PutRequest?: { readonly Item: unknown };
  readonly DeleteRequest?: { readonly Key: unknown };
}

export function batchWriteItem({ RequestItems, ReturnConsumedCapacity }: Members, requests: ItemRequests): Members {
  const tables = Object.entries(RequestItems as Record<string, WriteRequest[]>).map(([name, all]) => ({
    name,
    writes: all.map(readRequest),
  }));
  const capacity: Members[] = [];
  for (const { name, writes } of tables) {
    const table = requests.table(name);
    const places = new Set<string>();
    const units = writes.map(({ item, key }) => {
      const written = item ? withKeyWords(() => put(item, table, requests)) : remove(key!, table, requests);
      places.add(itemPlace((item ?? key)!, table));
      return written.units;
    });
    if (places.size < writes.length) throw invalid(DUPLICATES);
    const { ConsumedCapacity } = consumedCapacity(ReturnConsumedCapacity, name, sumOf(units));
    if (ConsumedCapacity) capacity.push(ConsumedCapacity);
  }
  return { UnprocessedItems: {}, ...(capacity.length > 0 && { ConsumedCapacity: capacity }) };
}

function readRequest({ PutRequest, DeleteRequest }: WriteRequest): { item?: Item; key?: Item } {
  // The text is DynamoDB's, although it is about something else (dynalite's tests, which ran against it).
  if (!PutRequest === !DeleteRequest) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  if (!PutRequest) return { key: readItem(DeleteRequest!.Key) };
  const item = readItem(PutRequest.Item);
  refuseLargeItem(item);
  return { item };
}

/** In a batch, a missing key and a wrong type of a key have the text for keys. */
function withKeyWords<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AwsError && /: (Missing the key|Type mismatch for key) /.test(error.message))) throw error;
    throw invalid('The provided key element does not match the schema');
  }
}

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
