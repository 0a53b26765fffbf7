/** Describes one operation of a stage with the contract's members where both agree. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { INTEGRATION, integrationOf } from '../foreign/integration.ts';
import { type Access, accessOf, schemesOf } from '../model/access.ts';
import { type Json, listOf, objectOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { isMappable, parameterEntries } from '../model/parameters.ts';
import { schemaName } from '../model/references.ts';
import { readScheme } from '../model/security-schemes.ts';
import { liveSchema, modelIn, sameModel } from './live-schema.ts';
import type { Sides } from './sides.ts';

export interface DescribedOperation {
  readonly operation: Json;
  /** The members that come from the stage. */
  readonly differs: readonly string[];
}

/**
 * Expects the exported operation in `live`, and the contract's in `known`. Without `known`, it uses only the export.
 */
export function describedOperation(live: Json, known: Operation | undefined, sides: Sides): DescribedOperation {
  const access = accessOf(sides.exported, live);
  if (!known) {
    const described = { ...liveMembers(live, sides), ...settings(live), security: requirement(access, sides) };
    return { operation: described, differs: ['only in the stage'] };
  }
  const { item, operation: own } = known.written;
  const compiled = objectOf(objectOf(objectOf(sides.definition.paths)[known.path])[known.key]);
  const described = liveMembers(live, sides);
  const changes: Json = {};
  const differs: string[] = [];
  const change = (member: string, differsHere: boolean, members: Json) => {
    if (!differsHere) return;
    differs.push(member);
    Object.assign(changes, members);
  };
  const { operationId, requestBody, responses } = described;
  change('operationId', live.operationId !== compiled.operationId, { operationId });
  change('parameters', !isDeepStrictEqual(parameterKeys(live), parameterKeys(compiled)), {
    parameters: knownParameters(live, parameterEntries(sides.document, item, own)),
  });
  change('requestBody', !sameBody(live, compiled, sides), { requestBody });
  change('responses', !isDeepStrictEqual(answers(live), answers(compiled)), { responses });
  change('security', !isDeepStrictEqual(comparable(access), comparable(known.access)), {
    security: requirement(access, sides),
  });
  const [theirs, mine] = [integrationOf(live[INTEGRATION]).settings, integrationOf(compiled[INTEGRATION]).settings];
  const now: Json = objectOf(own['x-apikit']);
  // Without a timeout in the contract, the operation has the function's timeout, which is in `apikit.yaml`.
  const asks = known.settings.timeout !== undefined;
  change('timeout', asks && theirs.timeout !== mine.timeout, { 'x-apikit': { ...now, timeout: theirs.timeout } });
  change('integration', !isDeepStrictEqual(theirs.integration, mine.integration), {
    'x-apikit': { ...now, ...objectOf(changes['x-apikit']), integration: theirs.integration },
  });
  return { operation: JSON.parse(JSON.stringify({ ...own, ...changes })) as Json, differs };
}

/** Returns the members that API Gateway stores, without its extensions. */
function liveMembers(live: Json, { schemaNames }: Sides): Json {
  const { operationId, parameters, requestBody, responses } = live;
  const none = Object.keys(objectOf(responses)).length === 0;
  return {
    ...(operationId !== undefined && { operationId }),
    ...(parameters !== undefined && { parameters }),
    ...(requestBody !== undefined && { requestBody: liveSchema(requestBody, schemaNames) }),
    // A proxy integration declares no responses, but OpenAPI requires one.
    responses: none ? { default: { description: 'Any answer' } } : liveSchema(responses, schemaNames),
  };
}

function settings(live: Json): Json {
  const { integration } = integrationOf(live[INTEGRATION]).settings;
  return integration === undefined ? {} : { 'x-apikit': { integration } };
}

/** API Gateway stores only the name, the place and `required` of a parameter. */
function parameterKeys({ parameters }: Json): string[] {
  const keys = listOf(parameters).map(objectOf);
  return keys.map(({ name, in: place, required }) => `${String(place)} ${String(name)} ${required === true}`).sort();
}

/**
 * Returns the stage's parameters, with the contract's descriptions, and the parameters that the contract leaves to the
 * function.
 */
function knownParameters({ parameters }: Json, ours: ReturnType<typeof parameterEntries>): unknown[] {
  const served = listOf(parameters).map((live) => {
    const { name, in: place, required } = objectOf(live);
    const found = ours.find(({ parameter }) => parameter.name === name && parameter.in === place);
    if (!found) return live;
    const { raw, parameter } = found;
    return (parameter.required === true) === (required === true) ? raw : { ...parameter, required: required === true };
  });
  const handlers = ours.filter(({ parameter }) => !isMappable(parameter));
  return [...served, ...handlers.map(({ raw }) => raw)];
}

/** Whether the media types and their models are the same. Models without a name in the contract are compared here. */
function sameBody(live: Json, compiled: Json, { exported, definition, schemaNames }: Sides): boolean {
  const [theirs, ours] = [modelsOf(live), modelsOf(compiled)];
  if (!isDeepStrictEqual(theirs, ours)) return false;
  const inPlace = Object.values(ours).filter((model) => !schemaNames.has(model));
  return inPlace.every((model) => sameModel(modelIn(exported, model), modelIn(definition, model)));
}

function modelsOf({ requestBody }: Json): Record<string, string> {
  const media = Object.entries(objectOf(objectOf(requestBody).content));
  return Object.fromEntries(media.map(([type, value]) => [type, schemaName(objectOf(value).schema) ?? '']));
}

/** Returns the statuses with their headers. */
function answers({ responses }: Json): unknown {
  const all = Object.entries(objectOf(responses));
  return Object.fromEntries(
    all.map(([status, answer]) => [status, Object.keys(objectOf(objectOf(answer).headers)).sort()]),
  );
}

/**
 * API Gateway has its own names for keys and signatures, and stores scopes only for Cognito. The handler checks other
 * scopes.
 */
function comparable({ key, authorizer }: Access): unknown {
  if (!authorizer) return [key];
  const { scheme, kind, scopes } = authorizer;
  return [key, kind, kind === 'iam' ? '' : scheme, kind === 'cognito' ? [...scopes].sort() : []];
}

/** Uses the contract's name for a scheme if the contract has an equal one. */
function requirement({ key, authorizer }: Access, { document, exported }: Sides): Json[] {
  const nameOf = (kind: 'key' | 'iam', usual: string) =>
    [document, exported]
      .flatMap((side) => Object.entries(schemesOf(side)))
      .find(([, scheme]) => readScheme(objectOf(scheme)).scheme?.kind === kind)?.[0] ?? usual;
  const all: Json = {
    ...(authorizer?.kind === 'iam' && { [nameOf('iam', 'sigv4')]: [] }),
    ...(authorizer && authorizer.kind !== 'iam' && { [authorizer.scheme]: [...authorizer.scopes] }),
    ...(key && { [nameOf('key', 'apiKey')]: [] }),
  };
  return Object.keys(all).length > 0 ? [all] : [];
}
