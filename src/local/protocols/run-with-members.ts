/** Runs an operation whose request and response are members in a body: JSON and CBOR. */
import type { Operation, OperationContext } from '../cloud/operation.ts';
import { outputOf } from '../cloud/operation-model.ts';
import { checkRequest } from './check-request.ts';
import { readMembers } from './read-members.ts';
import { type Forms, type Members, writeStructure } from './write-members.ts';

/** Rejects with `AwsError`. An operation without a model gets the members as they are, and so does the client. */
export async function runWithMembers(
  operation: Operation,
  members: Members,
  forms: Forms,
  context: OperationContext,
): Promise<unknown> {
  const model = await operation.model?.();
  if (model === undefined) return (await operation.run(members, context)) ?? {};
  const input = readMembers(model, members);
  checkRequest(model, input);
  const output = (await operation.run(input, context)) as Members | undefined;
  if (model.writesResponses) return output ?? {};
  const shape = outputOf(model);
  return shape && output ? writeStructure(model, shape, output, forms) : {};
}
