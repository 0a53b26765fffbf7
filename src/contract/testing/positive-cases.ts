/**
 * The requests that an operation must accept: every example, bodies that its schemas allow, each optional parameter.
 * Pure.
 */
import { listOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import type { Parameter } from '../model/parameters.ts';
import {
  baseRequest,
  isCondition,
  isIdempotencyKey,
  type NamedBody,
  sentParameters,
  shown,
  validBodies,
  withParameter,
} from './base-request.ts';
import type { Expected, PlannedRequest, TestCase } from './case.ts';
import { flatten } from './flatten.ts';
import type { Planning } from './planning.ts';
import { sample } from './sample.ts';

export function positiveCases(tested: Operation, planning: Planning): TestCase[] {
  const { request, problem } = baseRequest(tested, planning);
  const bodies = validBodies(tested, planning);
  const lacking = problem ?? bodyProblem(tested, bodies);
  const one = (
    name: string,
    planned: PlannedRequest,
    kind: Expected['kind'] & ('success' | 'declared') = 'success',
  ) => ({
    tested,
    name,
    kind: 'positive' as const,
    request: planned,
    expected: { kind },
    ...(lacking !== undefined && { skipped: lacking }),
  });
  const plain = tested.body?.required === true && bodies.length > 0 ? [] : [one('as it is', request)];
  const whole: PlannedRequest = { ...request, ...(bodies[0] && { body: bodies[0].body }) };
  return [
    ...plain,
    ...bodies.map(({ name, body }) => one(`with the body: ${name}`, { ...request, body })),
    ...(lacking === undefined ? sentParameters(tested).flatMap((parameter) => optional(parameter, whole)) : []),
  ];

  function optional(parameter: Parameter, from: PlannedRequest): TestCase[] {
    if (parameter.required) return [];
    if (isCondition(parameter)) {
      const names = /^if-match$/i.test(parameter.name);
      return names ? [one('with If-Match of the current version', { ...from, ifMatch: 'current' }, 'success')] : [];
    }
    if (isIdempotencyKey(parameter)) {
      return [
        one(`with ${parameter.name}`, {
          ...from,
          headers: { ...from.headers, [parameter.name]: planning.sampler.random.uuid() },
        }),
      ];
    }
    const { values, sure } = valuesOf(parameter, planning);
    return values.flatMap((value) => {
      const placed = withParameter(from, parameter, value);
      return placed ? [one(`with ${parameter.name}=${shown(value)}`, placed, sure ? 'success' : 'declared')] : [];
    });
  }
}

/** Returns why the operation cannot be called, if it needs a body and there is none. */
export function bodyProblem({ body }: Operation, bodies: readonly NamedBody[]): string | undefined {
  if (body?.required !== true || bodies.length > 0) return undefined;
  return 'its schema does not suffice to generate a body: give it an example';
}

/** A value that the schema allows may still be meaningless, such as a cursor. */
function valuesOf({ examples, schema }: Parameter, { sampler, checks }: Planning) {
  const listed = listOf(flatten(sampler.document, schema).enum);
  if (examples.length > 0) return { values: examples, sure: true };
  if (listed.length > 0) return { values: listed, sure: true };
  const value = sample(sampler, schema, { full: true });
  return { values: checks.request(schema)(value).length === 0 ? [value] : [], sure: false };
}
