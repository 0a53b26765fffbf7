/** The verb `list`: pages of a table, of one part of it, or of what an index has under a value. Never more than a page is read. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { convertToAttr, unmarshall } from '@aws-sdk/util-dynamodb';
import { HttpError, notFound } from '../api/errors.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import {
  type CrudOperation,
  type CrudServices,
  type Key,
  keyValues,
  present,
  type Stored,
  type Table,
} from './table.ts';

/** What a page is read from; `values` are those that its keys must have, the whole table without any. */
export interface Page {
  tableName: string;
  indexName?: string;
  values: Record<string, AttributeValue>;
  limit: number;
  after: Key | undefined;
}

/** Reads no further than the page's limit. */
export type ReadPage = (
  services: CrudServices,
  page: Page,
) => Promise<{ items: Record<string, AttributeValue>[]; last: Key | undefined }>;

interface Index {
  name: string;
  key: string;
  sortKey?: string;
}

export interface ListOptions {
  /** Present where the list may be of the whole table. */
  scan?: ReadPage;
  /** Present where it has filters, or is of a part of the table. */
  query?: ReadPage;
  /** Query parameters that are keys of an index. */
  filters?: string[];
  indexes?: Index[];
}

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 1000;

export function listOperation(table: Table, { scan, query, filters = [], indexes = [] }: ListOptions): CrudOperation {
  return async (request, services) => {
    const given = Object.fromEntries(
      filters.flatMap((name) => (request.query[name] === undefined ? [] : [[name, request.query[name]]])),
    );
    const part = keyValues(table, request);
    if (!part) throw notFound('There is nothing here.');
    const wanted = { ...part, ...given };
    const index = Object.keys(given).length === 0 ? undefined : indexFor(indexes, wanted, given);
    const list = JSON.stringify([index?.name, wanted]);
    const { limit, cursor } = request.query;
    // No key is empty: there is nothing to find, and DynamoDB would refuse to look.
    if (Object.values(wanted).includes('')) return { status: 200, body: { items: [] } };
    const read = Object.keys(wanted).length > 0 ? query : scan;
    if (!read) throw new HttpError(400, 'BAD_REQUEST_PARAMETERS', `One of ${filters.join(', ')} is needed.`);
    const size = typeof limit === 'number' ? Math.min(limit, MAX_LIMIT) : DEFAULT_LIMIT;
    const { items, last } = await read(services, {
      tableName: services.tableName(table.name),
      ...(index && { indexName: index.name }),
      values: Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, convertToAttr(value)])),
      // One more than asked for tells whether anything follows, so that the last page never points to an empty one.
      limit: size + 1,
      after: typeof cursor === 'string' ? decodeCursor(cursor, list) : undefined,
    });
    const page = items.slice(0, size);
    const end = items.length > size ? placeOf(page.at(-1)!, table, index) : last;
    return {
      status: 200,
      body: {
        items: page.map((item) => present(unmarshall(item) as Stored)),
        ...(end && { cursor: encodeCursor(end, list) }),
      },
    };
  };
}

/** The index that has all of the filters as its keys. */
function indexFor(indexes: Index[], wanted: Record<string, unknown>, given: Record<string, unknown>): Index {
  const names = Object.keys(wanted);
  const found = indexes.find(({ key, sortKey }) => {
    return names.includes(key) && names.every((name) => name === key || name === sortKey);
  });
  if (found) return found;
  const details = Object.keys(given).map((path) => ({
    path,
    message: 'cannot be used alone or together with the others',
  }));
  throw new HttpError(400, 'BAD_REQUEST_PARAMETERS', 'There is no list with these filters.', details);
}

/** Where a page ends, as DynamoDB wants it for the next: the keys of the table and of the index. */
function placeOf(item: Record<string, AttributeValue>, { keys }: Table, index: Index | undefined): Key {
  const names = [...keys.map(({ attribute }) => attribute), index?.key, index?.sortKey];
  return Object.fromEntries(names.flatMap((name) => (name === undefined ? [] : [[name, item[name]!]])));
}
