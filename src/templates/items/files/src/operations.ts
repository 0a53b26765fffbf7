/** What the API does: one function for each operation of openapi.yaml, and the routes that lead to them. */
import { createHash } from 'node:crypto';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { conflict, HttpError, invalidParameter, notFound } from './errors.ts';
import {
  type __Item__Input,
  validateCreate__Item__,
  validateReplace__Item__,
  validateUpdate__Item__,
} from './generated/validators.js';
import { isUuid, newId } from './ids.ts';
import { type Reply, type Request, type Routes, readBody } from './request.ts';
import type { Store, Stored__Item__ } from './store.ts';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;
/** How often a write without If-Match starts again because another request was quicker. */
const MAX_ATTEMPTS = 10;

export interface Dependencies {
  store: Store;
  now: () => Date;
}

export function createOperations({ store, now }: Dependencies): Routes {
  async function getHealth(): Promise<Reply> {
    return { status: 200, body: { status: 'ok' } };
  }

  async function list__Items__(request: Request): Promise<Reply> {
    const { cursor } = request.query;
    const page = await store.list(readLimit(request), cursor === undefined ? undefined : decodeCursor(cursor));
    return {
      status: 200,
      body: { items: page.items.map(present), ...(page.last && { cursor: encodeCursor(page.last) }) },
    };
  }

  /**
   * With an Idempotency-Key the id is derived from the key, so that creating twice is the same conditional write twice:
   * whoever comes second finds the first one's item, and the hash kept in it tells a repetition from another request.
   */
  async function create__Item__(request: Request): Promise<Reply> {
    const input = readBody(request, validateCreate__Item__);
    const requestHash = hash(input);
    const time = now().toISOString();
    const created = {
      ...input,
      id: newId(readIdempotencyKey(request)),
      createdAt: time,
      updatedAt: time,
      _version: 1,
      _requestHash: requestHash,
    };
    if (await store.save(created)) return createdReply(created);

    const first = await store.get(created.id);
    if (!first) throw conflict('The first request with this Idempotency-Key was undone meanwhile; use a new key.');
    if (first._requestHash !== requestHash) {
      throw new HttpError(422, 'IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used with another body.');
    }
    return createdReply({ ...created, createdAt: first.createdAt, updatedAt: first.createdAt });
  }

  async function get__Item__(request: Request): Promise<Reply> {
    return reply(200, await find(request));
  }

  async function replace__Item__(request: Request): Promise<Reply> {
    const input = readBody(request, validateReplace__Item__);
    return onCurrent(request, (current) => change(current, input));
  }

  async function update__Item__(request: Request): Promise<Reply> {
    const patch = readBody(request, validateUpdate__Item__);
    return onCurrent(request, (current) => change(current, { ...current, ...patch }));
  }

  async function delete__Item__(request: Request): Promise<Reply> {
    return onCurrent(request, async (current) => ((await store.remove(current)) ? { status: 204 } : undefined));
  }

  async function find(request: Request): Promise<Stored__Item__> {
    const id = request.path.id;
    const found = id !== undefined && isUuid(id) ? await store.get(id) : undefined;
    if (!found) throw notFound('There is no __item__ with this id.');
    return found;
  }

  /** Tries a write that succeeds only on the version it saw; gives up with 412 where If-Match names another version. */
  async function onCurrent(
    request: Request,
    write: (current: Stored__Item__) => Promise<Reply | undefined>,
  ): Promise<Reply> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const current = await find(request);
      requireMatch(request.headers['if-match'], current);
      const done = await write(current);
      if (done) return done;
    }
    throw conflict('The __item__ is being changed by other requests; try again.');
  }

  async function change(current: Stored__Item__, fields: __Item__Input): Promise<Reply | undefined> {
    const { id, createdAt, _version, _requestHash } = current;
    const updatedAt = now().toISOString();
    const saved = { ...fields, id, createdAt, updatedAt, _version: _version + 1, _requestHash };
    return (await store.save(saved, _version)) ? reply(200, saved) : undefined;
  }

  return {
    'GET /health': getHealth,
    'GET /__items__': list__Items__,
    'POST /__items__': create__Item__,
    'GET /__items__/{id}': get__Item__,
    'PUT /__items__/{id}': replace__Item__,
    'PATCH /__items__/{id}': update__Item__,
    'DELETE /__items__/{id}': delete__Item__,
  };
}

/** The __item__ as clients see it: attributes that begin with an underscore are ours. */
function present({ _version, _requestHash, ...visible }: Stored__Item__) {
  return visible;
}

function reply(status: number, stored: Stored__Item__): Reply {
  return { status, headers: { etag: etag(stored) }, body: present(stored) };
}

/** Location is relative to the request's URL, and so right behind every stage, domain and base path. */
function createdReply(stored: Stored__Item__): Reply {
  const { status, headers, body } = reply(201, stored);
  return { status, headers: { ...headers, location: `__items__/${stored.id}` }, body };
}

const etag = (stored: Stored__Item__): string => `"${stored._version}"`;

function requireMatch(ifMatch: string | undefined, current: Stored__Item__): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  if (ifMatch.split(',').some((tag) => tag.trim() === etag(current))) return;
  throw new HttpError(412, 'PRECONDITION_FAILED', 'The __item__ has changed since the version named by If-Match.');
}

function readLimit({ query: { limit } }: Request): number {
  if (limit === undefined) return DEFAULT_LIMIT;
  const value = /^\d{1,3}$/.test(limit) ? Number(limit) : 0;
  if (value < 1 || value > MAX_LIMIT) throw invalidParameter('limit', `must be a number from 1 to ${MAX_LIMIT}`);
  return value;
}

/** A key belongs to the caller who sent it: two API keys may use the same one. */
function readIdempotencyKey({ headers, caller }: Request): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw invalidParameter('Idempotency-Key', 'must be 1 to 255 visible ASCII characters');
  return `${caller}/${key}`;
}

/** Equal for bodies with equal contents, however they were spaced and ordered. */
function hash(body: unknown): string {
  const sorted = JSON.stringify(body, (_key, value: unknown) =>
    isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
  return createHash('sha256').update(sorted).digest('base64url');
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
