/** Updates stored items without lost updates. */
import { conflict, HttpError } from '../api/errors.ts';
import type { Reply, Request } from '../api/request.ts';
import { findStored } from './get-stored.ts';
import { type CrudServices, etag, type Stored, type Table } from './table.ts';

/** The number of attempts of a write without If-Match if other requests are faster. */
const MAX_ATTEMPTS = 10;

/** Tries a write that succeeds only on the version that it has read. Throws a 412 if If-Match names another version. */
export async function onCurrent(
  services: CrudServices,
  table: Table,
  request: Request,
  write: (current: Stored) => Promise<Reply | undefined>,
): Promise<Reply> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const current = await findStored(services, table, request);
    requireMatch(table, request.headers['if-match'], current);
    const done = await write(current);
    if (done) return done;
  }
  throw conflict(`The ${table.resource} is being changed by other requests; try again.`);
}

function requireMatch({ resource }: Table, ifMatch: unknown, current: Stored): void {
  if (typeof ifMatch !== 'string' || ifMatch.trim() === '*') return;
  if (ifMatch.split(',').some((tag) => tag.trim() === etag(current))) return;
  throw new HttpError(412, 'PRECONDITION_FAILED', `The ${resource} has changed since the version named by If-Match.`);
}
