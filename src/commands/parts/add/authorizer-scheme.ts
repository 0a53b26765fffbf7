/**
 * The security scheme of a ready authorizer in the contract. It is new, or it exists without code, as after an import.
 * Pure.
 */
import { type Json, objectOf } from '../../../contract/model/json.ts';
import { type AuthorizerScheme, readScheme } from '../../../contract/model/security-schemes.ts';
import { insertEntry, parsed } from '../../../project-edit/insert-entry.ts';

const PLACE = ['components', 'securitySchemes'];

export const hasScheme = (text: string, name: string): boolean => parsed(text).hasIn([...PLACE, name]);

/**
 * Returns the contract with the scheme. An existing scheme stays as it is, but gets the settings of the ready
 * authorizer if it has none of its own. Throws `Error` for a scheme with which API Gateway would not send the ready
 * authorizer what it needs.
 */
export function withScheme(text: string, name: string, scheme: Json): string {
  if (!hasScheme(text, name)) return insertEntry(text, [...PLACE, name], scheme);
  const { [name]: there } = objectOf(objectOf(objectOf(parsed(text).toJS()).components).securitySchemes);
  const own = objectOf(there);
  const { audience, issuer, ...others } = objectOf(scheme['x-apikit']);
  // Only a scheme with the address of the issuer can have these.
  const settings = own.openIdConnectUrl === scheme.openIdConnectUrl ? objectOf(scheme['x-apikit']) : others;
  const { kind = 'request' } = readScheme(own).scheme ?? {};
  const hasOwn = own['x-apikit'] !== undefined || own['x-amazon-apigateway-authorizer'] !== undefined;
  if ((kind !== 'request' && kind !== 'token') || !asksFor(scheme, hasOwn ? own : { ...own, 'x-apikit': settings })) {
    const place = [...PLACE, name].join('.');
    throw new Error(
      `${place} already exists, and with it API Gateway would not send this authorizer what it needs (if the scheme is missing, this command writes a fitting one)`,
    );
  }
  return hasOwn ? text : insertEntry(text, [...PLACE, name, 'x-apikit'], settings);
}

/** Whether the schemes have the same type, and no cached result can go to another caller. */
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
