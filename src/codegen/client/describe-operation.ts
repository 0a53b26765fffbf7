/** Describes how to send the requests of an operation, as data for `runtime/fetch-client.ts`. Pure. */
import { readSchemeNamed, schemesOf } from '../../contract/model/access.ts';
import { type Json, objectOf, textOf } from '../../contract/model/json.ts';
import { essenceOf } from '../../contract/model/media-types.ts';
import type { Operation } from '../../contract/model/operations.ts';
import type { Parameter } from '../../contract/model/parameters.ts';
import { identitiesOf } from '../../contract/model/security-schemes.ts';
import { keyOf, memberOf } from '../operations/parameter-checks.ts';
import type { DescribedOperation, DescribedParameter, DescribedToken } from './runtime/fetch-client.ts';

export function describeOperation(document: Json, operation: Operation): DescribedOperation {
  const { operationId, method, path, parameters, body, access, responses } = operation;
  const successes = responses.filter(({ status }) => status.startsWith('2'));
  const accepted = [...new Set(successes.flatMap(({ media }) => media.map(({ type }) => essenceOf(type))))];
  const token = access.authorizer && tokenOf(document, access.authorizer.scheme);
  return {
    id: operationId,
    method,
    path,
    ...(parameters.length > 0 && { parameters: parameters.map(parameterOf) }),
    ...(body && { bodies: body.media.map(({ type }) => type) }),
    ...(accepted.length > 0 && { accept: accepted.join(', ') }),
    ...(access.key && { key: true }),
    ...(token && { token }),
  };
}

function parameterOf(parameter: Parameter): DescribedParameter {
  const { separator, deep, json } = parameter;
  return {
    in: memberOf(parameter),
    name: keyOf(parameter),
    ...(separator !== undefined && { separator }),
    ...(deep && { deep }),
    ...(json && { json }),
  };
}

/** Returns `undefined` for requests that AWS signatures authorize, because a signature is not a token. */
function tokenOf(document: Json, name: string): DescribedToken | undefined {
  const { scheme } = readSchemeNamed(document, name);
  if (scheme === undefined || scheme.kind === 'iam' || scheme.kind === 'key') return undefined;
  const written = objectOf(schemesOf(document)[name]);
  const isPlain = written.type === 'apiKey';
  if (isPlain && written.in === 'cookie') {
    return { scheme: name, in: 'cookies', name: textOf(written.name) ?? '', prefix: '' };
  }
  // An authorizer without such an identity reads the whole request.
  const identity = identitiesOf(scheme).find((each) => /^(header|query)\./.test(each)) ?? 'header.Authorization';
  const [, place, read = ''] = /^(header|query)\.(.*)$/s.exec(identity) ?? [];
  if (place === 'query') return { scheme: name, in: 'query', name: read, prefix: '' };
  const isBearer = !isPlain && read.toLowerCase() === 'authorization';
  const prefix = isBearer ? (textOf(written.scheme)?.toLowerCase() === 'basic' ? 'Basic ' : 'Bearer ') : '';
  return { scheme: name, in: 'headers', name: read.toLowerCase(), prefix };
}
