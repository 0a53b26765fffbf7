/**
 * The security scheme of a ready authorizer in the contract. It is new, or it exists without code, as after an import.
 * Pure.
 */
import { type Json, objectOf } from '../../../contract/model/json.ts';
import { type AuthorizerScheme, readScheme } from '../../../contract/model/security-schemes.ts';
import { insertEntry, parsed } from '../../../project-edit/insert-entry.ts';
import type { KeyPlace } from '../../../templates/authorizers/template.ts';

const PLACE = ['components', 'securitySchemes'];

export const hasScheme = (text: string, name: string): boolean => parsed(text).hasIn([...PLACE, name]);

const schemeIn = (text: string, name: string): Json =>
  objectOf(objectOf(objectOf(objectOf(parsed(text).toJS()).components).securitySchemes)[name]);

/** Returns where an existing scheme has the key that an authorizer of the project checks, if it has one. */
export function keyPlaceIn(text: string, name: string): KeyPlace | undefined {
  const own = schemeIn(text, name);
  if (own.type === 'http' && String(own.scheme).toLowerCase() === 'basic')
    return { in: 'basic', name: 'Authorization' };
  // Authorization can also carry a token. An import writes this name for a scheme whose key it does not know.
  if (String(own.name).toLowerCase() === 'authorization') return undefined;
  const { kind = 'request' } = readScheme(own).scheme ?? {};
  const place = PLACES.find((each) => each === own.in);
  if (own.type !== 'apiKey' || kind !== 'request' || place === undefined) return undefined;
  return { in: place, name: String(own.name) };
}

const PLACES = ['header', 'query', 'cookie'] as const;

/**
 * Returns the contract with the scheme. An existing scheme stays as it is, but gets the settings of the ready
 * authorizer if it has no identity and no lifetime of its own. Throws `Error` for a scheme with which API Gateway would
 * not send the ready authorizer what it needs.
 */
export function withScheme(text: string, name: string, scheme: Json): string {
  if (!hasScheme(text, name)) return insertEntry(text, [...PLACE, name], scheme);
  const own = schemeIn(text, name);
  const { audience, issuer, ...others } = objectOf(scheme['x-apikit']);
  // Only a scheme with the address of the issuer can have these.
  const settings = own.openIdConnectUrl === scheme.openIdConnectUrl ? objectOf(scheme['x-apikit']) : others;
  const { kind = 'request' } = readScheme(own).scheme ?? {};
  const written = objectOf(own['x-apikit']);
  const hasExtension = own['x-amazon-apigateway-authorizer'] !== undefined;
  const place = [...PLACE, name, 'x-apikit'];
  if (kind === 'request' || kind === 'token') {
    if ((hasExtension || own['x-apikit'] !== undefined) && asksFor(scheme, own)) return text;
    const completed = { ...settings, ...written };
    const mayComplete = !hasExtension && written.identity === undefined && written.ttl === undefined;
    if (mayComplete && asksFor(scheme, { ...own, 'x-apikit': completed })) {
      if (own['x-apikit'] === undefined) return insertEntry(text, place, settings);
      const missing = Object.entries(settings).filter(([member]) => written[member] === undefined);
      return missing.reduce((done, [member, value]) => insertEntry(done, [...place, member], value), text);
    }
  }
  throw new Error(
    `${[...PLACE, name].join('.')} already exists, and with it API Gateway would not send this authorizer what it needs (if the scheme is missing, this command writes a fitting one; docs/authorizers.md shows how to write the code by hand)`,
  );
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
