/** The verb `list`: pages of a table, of one partition, or of an index. It reads only as much as a page needs. */
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

/** The source of a page. `values` are the required values of its keys; without any, the page is of the whole table. */
export interface Page {
  tableName: string;
  indexName?: string;
  values: Record<string, AttributeValue>;
  limit: number;
  after: Key | undefined;
}

/** Reads at most as many items as the page's limit. */
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
  /** Set if the list may read the whole table. */
  scan?: ReadPage;
  /** Set if the list has filters, or reads one partition. */
  query?: ReadPage;
  /** The query parameters that are keys of an index. */
  filters?: string[];
  indexes?: Index[];
}

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 1000;
/** The limit of reads that return only expired items. After it, the response has fewer items and a cursor. */
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
    // DynamoDB has no empty keys, and rejects a query for one.
    if (Object.values(wanted).includes('')) return pageReply(request, { items: [] });
    const read = Object.keys(wanted).length > 0 ? query : scan;
    if (!read) throw new HttpError(400, 'BAD_REQUEST_PARAMETERS', `One of ${filters.join(', ')} is needed.`);
    const size = typeof limit === 'number' ? Math.min(limit, MAX_LIMIT) : DEFAULT_LIMIT;
    const { items, last } = await readLive(services, table, read, {
      tableName: services.tableName(table.name),
      ...(index && { indexName: index.name }),
      values: Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, convertToAttr(value)])),
      // One item more shows whether another page follows, so that the last page has no cursor.
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

/** The ETag comes from the contents, because a page has no version. */
function pageReply(request: Request, body: object): Reply {
  const tag = createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 22);
  return unlessKnown(request, { status: 200, headers: { etag: `"${tag}"` }, body });
}

/** Continues to read if some items of a page have expired, up to a limit. `last` is the position of the last read. */
async function readLive(services: CrudServices, table: Table, read: ReadPage, page: Page): ReturnType<ReadPage> {
  const live: Record<string, AttributeValue>[] = [];
  let after = page.after;
  for (let reads = 1; ; reads++) {
    const { items, last } = await read(services, { ...page, after }).catch((error: Error) => {
      // The rest of the request is valid, so the cursor has the right form but is not a position of this list.
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

/** Returns the index whose keys are all of the filters. */
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

/** Returns the end of a page in DynamoDB's form for the next read: the keys of the table and of the index. */
function placeOf(item: Record<string, AttributeValue>, { keys }: Table, index: Index | undefined): Key {
  const names = [...keys.map(({ attribute }) => attribute), index?.key, index?.sortKey];
  return Object.fromEntries(names.flatMap((name) => (name === undefined ? [] : [[name, item[name]!]])));
}
