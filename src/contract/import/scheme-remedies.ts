/** The remedies for security schemes that API Gateway cannot enforce as they are. Pure. */
import type { Path } from '../../config/problem.ts';
import { type Json, objectOf } from '../model/json.ts';
import { identitiesOf, readScheme } from '../model/security-schemes.ts';
import { changeAt, keep } from './edit.ts';
import type { Draft, Remedy } from './remedy.ts';
import { freeName, ownAuthorizer, renameScheme, SCHEMES, schemeName } from './scheme-edits.ts';

export function schemeRemedy(rule: string, name: string, path: Path, draft: Draft): Remedy {
  const { edits, document } = draft;
  const at = [...SCHEMES, name];
  if (rule === 'authorizer-name') {
    const other = freeName(document, schemeName(name));
    return {
      asks: false,
      outcome: `The scheme ${name} is now ${other}.`,
      apply: (now) => renameScheme(now, name, other, draft),
    };
  }
  if (rule === 'api-key-place') {
    const apply = (now: Json) =>
      changeAt(
        now,
        at,
        (value) => keep(objectOf(value), { ...objectOf(value), 'x-apikit': { type: 'request', ttl: 0 } }, edits),
        edits,
      ) as Json;
    return {
      asks: false,
      outcome: `An authorizer of the project checks the key of ${name}: \`apikit add authorizer ${name}\`.`,
      apply,
    };
  }
  if (rule === 'authorizer-two-tokens') {
    const apply = (now: Json) => changeAt(now, at, (value) => asRequest(objectOf(value), draft), edits) as Json;
    return {
      asks: false,
      outcome: `The authorizer ${name} is now of type request, and its event names the operation.`,
      apply,
    };
  }
  const member = rule === 'apikit-member' ? path.slice(3) : [];
  return {
    asks: true,
    outcome: `The authorizer ${name} of the project decides instead; you write its code.`,
    apply: (now) =>
      (member.length > 0
        ? changeAt(now, path, () => undefined, edits)
        : changeAt(now, at, (value) => keep(objectOf(value), ownAuthorizer([]), edits), edits)) as Json,
  };
}

/** Turns an authorizer of the type `token` into one of the type `request` with the same identity. */
function asRequest(value: Json, { edits }: Draft): Json {
  const { scheme } = readScheme(value);
  const { 'x-amazon-apigateway-authorizer': _, 'x-amazon-apigateway-authtype': __, ...others } = value;
  const identity = scheme && 'identitySource' in scheme ? identitiesOf(scheme) : [];
  const ttl = scheme && 'ttl' in scheme ? scheme.ttl : 0;
  return keep(value, { ...others, 'x-apikit': { type: 'request', identity, ttl } }, edits);
}
