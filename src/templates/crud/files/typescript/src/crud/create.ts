/** The verb `create`. */
import { createHash } from 'node:crypto';
import { conflict, HttpError, invalidParameter, notFound } from '../api/errors.ts';
import type { Reply, Request } from '../api/request.ts';
import { getStored } from './get-stored.ts';
import { newId } from './ids.ts';
import { type Put, putStored } from './put-stored.ts';
import { type CrudOperation, isExpired, keyValues, replyWith, type Stored, type Table } from './table.ts';

/**
 * With an Idempotency-Key, the id is derived from the key, so a repeated request is the same conditional write. The
 * second request finds the item of the first one. The hash in the item shows whether the body is the same.
 */
export function createOperation(table: Table, put: Put = putStored): CrudOperation {
  const made = table.keys.at(-1)!.attribute;
  return async (request, services) => {
    const given = keyValues(table, request);
    if (!given) throw notFound('There is nothing here.');
    const input = request.body as object;
    const requestHash = hash(input);
    const time = services.now().toISOString();
    const created: Stored = {
      ...input,
      ...given,
      [made]: newId(readIdempotencyKey(request, Object.values(given))),
      createdAt: time,
      updatedAt: time,
      _version: 1,
      _requestHash: requestHash,
    };
    if (await put(services, table, created)) return createdReply(created, made, request);

    const first = await getStored(services, table, created);
    if (!first) throw conflict('The first request with this Idempotency-Key was undone meanwhile; use a new key.');
    // An expired item counts as deleted, and is replaced.
    if (isExpired(table, first, services.now()) && (await put(services, table, created, first))) {
      return createdReply(created, made, request);
    }
    if (first._requestHash !== requestHash) {
      throw new HttpError(422, 'IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used with another body.');
    }
    return createdReply({ ...created, createdAt: first.createdAt, updatedAt: first.createdAt }, made, request);
  };
}

/** Location is relative to the request's URL, so it is correct for every stage, domain and base path. */
function createdReply(stored: Stored, made: string, { resource }: Request): Reply {
  const { headers, ...reply } = replyWith(201, stored);
  const collection = resource.split('/').at(-1);
  return { ...reply, headers: { ...headers, location: `${collection}/${stored[made]}` } };
}

/** A key belongs to its caller and its path: two API keys may use the same Idempotency-Key. */
function readIdempotencyKey({ headers, keyId, caller }: Request, place: string[]): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key))
    throw invalidParameter('Idempotency-Key', 'must be 1 to 255 visible ASCII characters');
  return [caller?.id ?? keyId, ...place, key].join('/');
}

/** Returns the same hash for bodies with the same contents, whatever their spacing and order. */
function hash(body: unknown): string {
  const sorted = JSON.stringify(body, (_key, value: unknown) =>
    isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
  return createHash('sha256').update(sorted).digest('base64url');
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
