/** The scheme of a ready authorizer in the contract: a new one, or one that nobody has written code for, as an import brings it. Pure. */
import { type Json, objectOf } from '../../../contract/model/json.ts';
import { type AuthorizerScheme, readScheme } from '../../../contract/model/security-schemes.ts';
import { insertEntry, parsed } from '../../../project-edit/insert-entry.ts';

const PLACE = ['components', 'securitySchemes'];

export const hasScheme = (text: string, name: string): boolean => parsed(text).hasIn([...PLACE, name]);

/**
 * The contract with the scheme. One that is there stays as it is, but gets the settings of the ready authorizer where it has none
 * of its own. Throws `Error` for one by which API Gateway would not ask the ready authorizer what it answers.
 */
export function withScheme(text: string, name: string, scheme: Json): string {
  if (!hasScheme(text, name)) return insertEntry(text, [...PLACE, name], scheme);
  const { [name]: there } = objectOf(objectOf(objectOf(parsed(text).toJS()).components).securitySchemes);
  const own = objectOf(there);
  const settings = scheme['x-apikit'];
  const { kind = 'request' } = readScheme(own).scheme ?? {};
  const hasOwn = own['x-apikit'] !== undefined || own['x-amazon-apigateway-authorizer'] !== undefined;
  if ((kind !== 'request' && kind !== 'token') || !asksFor(scheme, hasOwn ? own : { ...own, 'x-apikit': settings })) {
    const place = [...PLACE, name].join('.');
    throw new Error(
      `${place} is there already, and by it API Gateway would not ask this authorizer what it answers (where it is missing, this command writes the one that goes with it)`,
    );
  }
  return hasOwn ? text : insertEntry(text, [...PLACE, name, 'x-apikit'], settings);
}

/** Of the same type; and no answer is kept for other callers than the one that it was given for. */
function asksFor(ready: Json, candidate: Json): boolean {
  const [wanted, given] = [authorizerOf(ready), authorizerOf(candidate)];
  if (!wanted || given?.kind !== wanted.kind) return false;
  const identities = given.identitySource.split(',');
  return given.ttl === 0 || wanted.identitySource.split(',').every((each) => identities.includes(each));
}

function authorizerOf(written: Json): AuthorizerScheme | undefined {
  const { scheme, problems } = readScheme(written);
  return problems.length === 0 && (scheme?.kind === 'token' || scheme?.kind === 'request') ? scheme : undefined;
}
