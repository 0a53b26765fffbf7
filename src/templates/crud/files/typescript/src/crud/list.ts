/** The verb `list`: pages of a table, of one part of it, or of what an index has under a value. No more is read than a page takes. */
import { createHash } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { convertToAttr, unmarshall } from '@aws-sdk/util-dynamodb';
import { HttpError, notFound } from '../api/errors.ts';
import type { Reply, Request } from '../api/request.ts';
import { decodeCursor, encodeCursor, invalidCursor } from './cursor.ts';
import {
  type CrudOperation,
  type CrudServices,
  isExpired,
  type Key,
  keyValues,
  present,
  type Stored,
  type Table,
} from './table.ts';
import { unlessKnown } from './unless-known.ts';

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
/** Pages of nothing but expired items; then the answer has fewer, and a cursor. */
const MAX_READS = 10;

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
    if (Object.values(wanted).includes('')) return pageReply(request, { items: [] });
    const read = Object.keys(wanted).length > 0 ? query : scan;
    if (!read) throw new HttpError(400, 'BAD_REQUEST_PARAMETERS', `One of ${filters.join(', ')} is needed.`);
    const size = typeof limit === 'number' ? Math.min(limit, MAX_LIMIT) : DEFAULT_LIMIT;
    const { items, last } = await readLive(services, table, read, {
      tableName: services.tableName(table.name),
      ...(index && { indexName: index.name }),
      values: Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, convertToAttr(value)])),
      // One more than asked for tells whether anything follows, so that the last page never points to an empty one.
      limit: size + 1,
      after: typeof cursor === 'string' ? decodeCursor(cursor, list) : undefined,
    });
    const page = items.slice(0, size);
    const end = items.length > size ? placeOf(page.at(-1)!, table, index) : last;
    const body = {
      items: page.map((item) => present(unmarshall(item) as Stored)),
      ...(end && { cursor: encodeCursor(end, list) }),
    };
    return pageReply(request, body);
  };
}

/** Its ETag is of what it says: a page has no version. */
function pageReply(request: Request, body: object): Reply {
  const tag = createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 22);
  return unlessKnown(request, { status: 200, headers: { etag: `"${tag}"` }, body });
}

/** Reads on where some of a page has expired, up to a number of times; `last` is where the reading ended. */
async function readLive(services: CrudServices, table: Table, read: ReadPage, page: Page): ReturnType<ReadPage> {
  const live: Record<string, AttributeValue>[] = [];
  let after = page.after;
  for (let reads = 1; ; reads++) {
    const { items, last } = await read(services, { ...page, after }).catch((error: Error) => {
      // The rest of the request has been checked: a cursor can have the right form, and name no place in this list.
      throw page.after && error.name === 'ValidationException' ? invalidCursor() : error;
    });
    const found = items.filter((item) => !isExpired(table, unmarshall(item), services.now()));
    live.push(...found);
    if (!last || found.length === items.length || live.length >= page.limit || reads === MAX_READS) {
      return { items: live, last };
    }
    after = last;
  }
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
