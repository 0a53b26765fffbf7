/**
 * The requests of a smoke test: every GET that needs no parameter, and the examples of operations that the contract
 * marks as safe to send (`x-apikit.smoke`). The test generates no values, and sends only what the contract contains.
 * Pure.
 */
import type { Example, Schema } from '../model/content.ts';
import type { Json } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import type { Parameter } from '../model/parameters.ts';
import { isCondition, type NamedBody, sentParameters, shown, withParameter } from './base-request.ts';
import { PLAIN_REQUEST, type PlannedRequest } from './case.ts';
import { flatten } from './flatten.ts';
import { type SchemaChecks, schemaChecks } from './schema-checks.ts';
import { bodyOf } from './wire.ts';

export interface SmokeCase {
  readonly tested: Operation;
  /** Unique within its operation. */
  readonly name: string;
  readonly request: PlannedRequest;
  /** The contract's own limit in ms. */
  readonly maxLatency?: number;
  /** The reason why the request cannot be sent. */
  readonly skipped?: string;
}

export interface SmokePlan {
  readonly cases: readonly SmokeCase[];
  readonly checks: SchemaChecks;
}

const PLAIN_NAME = 'as it is';

export function planSmoke(document: Json, operations: readonly Operation[]): SmokePlan {
  const tested = operations.filter(({ method }) => method !== 'OPTIONS');
  return { cases: tested.flatMap((one) => casesOf(document, one)), checks: schemaChecks(document) };
}

function casesOf(document: Json, tested: Operation): SmokeCase[] {
  const { method, settings } = tested;
  if (settings.smoke) return settings.smoke.safe ? exampleCases(document, tested, settings.smoke.maxLatency) : [];
  const needsNothing = method === 'GET' && tested.parameters.every(({ required }) => !required);
  return needsNothing ? [{ tested, name: PLAIN_NAME, request: PLAIN_REQUEST }] : [];
}

/** Returns a request with the first example of each required parameter, and one request for each other example. */
export function exampleCases(document: Json, tested: Operation, maxLatency?: number): SmokeCase[] {
  const bound = maxLatency !== undefined && { maxLatency };
  const sent = sentParameters(tested)
    .filter((parameter) => parameter.required || !isCondition(parameter))
    .map((parameter) => ({ parameter, values: valuesOf(document, parameter) }));
  const bodies = exampleBodies(document, tested);
  const skipped = (why: string): SmokeCase[] => [
    { tested, name: PLAIN_NAME, request: PLAIN_REQUEST, ...bound, skipped: why },
  ];

  let base = PLAIN_REQUEST;
  for (const { parameter, values } of sent.filter((each) => each.parameter.required)) {
    const placed = values.length > 0 ? withParameter(base, parameter, values[0]) : undefined;
    if (!placed) return skipped(`its ${parameter.in} parameter ${parameter.name} has no example that can be sent`);
    base = placed;
  }
  if (tested.body?.required === true && bodies.length === 0) return skipped('its body has no example that can be sent');

  const [first] = bodies;
  const whole: PlannedRequest = { ...base, ...(first && { body: first.body }) };
  const one = (name: string, request: PlannedRequest): SmokeCase => ({ tested, name, request, ...bound });
  const others = sent.flatMap(({ parameter, values }) =>
    values.slice(parameter.required ? 1 : 0).flatMap((value) => {
      const placed = withParameter(whole, parameter, value);
      return placed ? [one(`with ${parameter.name}=${shown(value)}`, placed)] : [];
    }),
  );
  return [
    ...(tested.body?.required === true ? [] : [one(PLAIN_NAME, base)]),
    ...bodies.map(({ name, body }) => one(`with the body: ${name}`, { ...base, body })),
    ...others,
  ];
}

function exampleBodies(document: Json, { body }: Operation): NamedBody[] {
  const several = (body?.media.length ?? 0) > 1;
  return (body?.media ?? []).flatMap(({ type, schema, examples }) =>
    withSchemaExamples(document, examples, schema).flatMap(({ name, value }) => {
      const planned = bodyOf(type, value);
      return planned ? [{ name: several ? `${name} as ${type}` : name, body: planned }] : [];
    }),
  );
}

function valuesOf(document: Json, { examples, schema }: Parameter): unknown[] {
  const named = examples.map((value) => ({ name: '', value }));
  return withSchemaExamples(document, named, schema).map(({ value }) => value);
}

/** Many contracts have their examples in the schema. */
function withSchemaExamples(
  document: Json,
  examples: readonly Example[],
  schema: Schema | undefined,
): readonly Example[] {
  const { example } = flatten(document, schema);
  return examples.length > 0 || example === undefined ? examples : [{ name: 'example', value: example }];
}
