/** Reads the members of a JSON or CBOR request by the model of its operation, and checks its constraints. */
import type { Operation } from '../cloud/operation.ts';
import { checkRequest } from './check-request.ts';
import { readMembers } from './read-members.ts';

type Members = Record<string, unknown>;

/** Rejects with `AwsError`. An operation without a model gets the members as they are. */
export async function readRequest({ model }: Operation, members: Members): Promise<Members> {
  if (model === undefined) return members;
  const known = await model();
  const input = readMembers(known, members);
  checkRequest(known, input);
  return input;
}
