/**
 * Returns the security schemes of a contract. Schemes that differ in the stage, or exist only there, come from the
 * stage. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import { readSchemeNamed, schemesOf } from '../model/access.ts';
import { type Json, listOf, objectOf } from '../model/json.ts';
import { API_KEY_HEADER, identitiesOf, type Scheme } from '../model/security-schemes.ts';
import type { ReportDifference, Sides } from './sides.ts';

/** Expects the document's `paths`, whose operations name the required schemes. */
export function describedSchemes(paths: Json, { document, exported }: Sides, tell: ReportDifference): Json {
  const schemes = { ...schemesOf(document) };
  for (const name of new Set([...authorizersOf(exported), ...namesIn(paths)])) {
    const { scheme: live } = readSchemeNamed(exported, name);
    const { scheme: ours } = readSchemeNamed(document, name);
    if (live === undefined || (ours !== undefined && isDeepStrictEqual(comparable(live), comparable(ours)))) continue;
    // Keys and signatures have the contract's names. An authorizer has the same name in the contract and the stage.
    if (ours?.kind === 'key' || ours?.kind === 'iam') continue;
    schemes[name] = inContractForm(live);
    tell(`scheme ${name}`, [ours === undefined ? 'only in the stage' : 'as the stage asks it']);
  }
  return schemes;
}

function authorizersOf(exported: Json): string[] {
  return Object.keys(schemesOf(exported)).filter(
    (name) => !['key', 'iam'].includes(readSchemeNamed(exported, name).scheme?.kind ?? 'key'),
  );
}

function namesIn(paths: Json): string[] {
  const operations = Object.values(paths).flatMap((item) => Object.values(objectOf(item)));
  const requirements = operations.flatMap((operation) => listOf(objectOf(operation).security));
  return requirements.flatMap((each) => Object.keys(objectOf(each)));
}

/** The ARN of a pool that the contract names is unknown before a deploy. */
function comparable(scheme: Scheme): unknown {
  if (scheme.kind !== 'cognito') return scheme;
  const { kind, identitySource } = scheme;
  return { kind, identitySource };
}

/** Returns the scheme in the form of a contract. */
function inContractForm(scheme: Scheme): Json {
  if (scheme.kind === 'key') return { type: 'apiKey', in: 'header', name: API_KEY_HEADER };
  if (scheme.kind === 'iam') {
    return { type: 'apiKey', in: 'header', name: 'Authorization', 'x-amazon-apigateway-authtype': 'awsSigv4' };
  }
  const settings =
    scheme.kind === 'cognito'
      ? { userPool: [...scheme.pools] }
      : {
          type: scheme.kind,
          ttl: scheme.ttl,
          ...(scheme.validation !== undefined && { validation: scheme.validation }),
        };
  return { type: 'http', scheme: 'bearer', 'x-apikit': { ...settings, identity: identitiesOf(scheme) } };
}
