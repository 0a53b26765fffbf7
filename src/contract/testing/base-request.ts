/** The valid request of an operation that all other requests are derived from. Pure. */
import type { Operation } from '../model/operations.ts';
import type { Parameter } from '../model/parameters.ts';
import { PLAIN_REQUEST, type PlannedBody, type PlannedRequest } from './case.ts';
import { itemPaths } from './creators.ts';
import type { Planning } from './planning.ts';
import { sample } from './sample.ts';
import { bodyOf, fitsHeader, fitsPath, parameterTexts, urlValue } from './wire.ts';

export interface NamedBody {
  readonly name: string;
  readonly body: PlannedBody;
}

/** Headers that OpenAPI defines outside the parameters, or that the test sets itself. */
const OWN_HEADERS = ['accept', 'content-type', 'authorization', 'x-api-key'];
/** Headers that make a request conditional. */
export const isCondition = ({ in: place, name }: Parameter): boolean => place === 'header' && /^if-/i.test(name);
export const isIdempotencyKey = ({ in: place, name }: Parameter): boolean =>
  place === 'header' && /^(x-)?idempotency-key$/i.test(name);

export function sentParameters({ parameters }: Operation): Parameter[] {
  return parameters.filter(({ in: place, name }) => place !== 'header' || !OWN_HEADERS.includes(name.toLowerCase()));
}

/**
 * Returns a request with only the required parameters. `problem` names a value that the contract does not suffice for.
 */
export function baseRequest(tested: Operation, planning: Planning): { request: PlannedRequest; problem?: string } {
  let request: PlannedRequest = { ...PLAIN_REQUEST, resource: resourceUse(tested) };
  let problem: string | undefined;
  for (const parameter of sentParameters(tested)) {
    if (!parameter.required || (parameter.in === 'path' && createdParameters(tested, planning).has(parameter.name)))
      continue;
    const placed = withParameter(request, parameter, firstValue(parameter, planning));
    if (placed) request = placed;
    else
      problem ??= `the schema of the ${parameter.in} parameter ${parameter.name} does not suffice to generate a value: give it an example`;
  }
  return { request, ...(problem !== undefined && { problem }) };
}

/** A read changes nothing, so several requests can share a resource. A change must not affect other requests. */
function resourceUse({ method }: Operation): PlannedRequest['resource'] {
  return method === 'GET' || method === 'HEAD' ? 'shared' : 'own';
}

/** Returns the path parameters of resources that the test can create with an operation of the contract. */
export function createdParameters({ path }: Operation, { creators }: Planning): Set<string> {
  const made = itemPaths(path).flatMap((each) => creators.get(each)?.parameter ?? []);
  return new Set(made);
}

/** Uses an example if there is one. */
function firstValue({ schema, examples }: Parameter, { sampler }: Planning): unknown {
  return examples[0] ?? sample(sampler, schema, { full: false });
}

/** Returns the request with this value of the parameter, or `undefined` if the value cannot be written there. */
export function withParameter(
  request: PlannedRequest,
  parameter: Parameter,
  value: unknown,
): PlannedRequest | undefined {
  const texts = parameterTexts(parameter, value);
  if (texts === undefined) return undefined;
  const { name, in: place } = parameter;
  const rest = request.query.filter(([other]) => other !== name);
  if (place === 'query') return { ...request, query: [...rest, ...texts.map((text) => [name, text] as const)] };
  const text = texts.join(',');
  if (place === 'path') return fitsPath(text) ? { ...request, path: { ...request.path, [name]: text } } : undefined;
  if (!fitsHeader(text)) return undefined;
  if (place === 'header') return { ...request, headers: { ...request.headers, [name]: text } };
  const cookie = [...cookiesBeside(request, name), `${name}=${urlValue(text)}`].join('; ');
  return { ...request, headers: { ...request.headers, cookie } };
}

/** Returns the cookies of the request but one, each as `name=value`. */
export function cookiesBeside({ headers }: PlannedRequest, name: string): string[] {
  return (headers.cookie?.split('; ') ?? []).filter((pair) => !pair.startsWith(`${name}=`));
}

/** A value as the name of a case shows it. */
export const shown = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Returns every example, and the smallest and largest bodies that the schema allows. Invalid ones are left out. */
export function validBodies({ body }: Operation, { sampler, checks }: Planning): NamedBody[] {
  return (body?.media ?? []).flatMap(({ type, schema, examples }) => {
    const made =
      schema !== undefined
        ? [
            { name: 'what is required', value: sample(sampler, schema, { full: false }) },
            { name: 'everything', value: sample(sampler, schema, { full: true }) },
          ].filter(({ value }) => checks.request(schema)(value).length === 0)
        : [];
    const several = (body?.media.length ?? 0) > 1 ? ` as ${type}` : '';
    const different = new Map([...examples, ...made].reverse().map((each) => [JSON.stringify(each.value), each]));
    return [...different.values()].reverse().flatMap(({ name, value }) => {
      const planned = bodyOf(type, value);
      return planned ? [{ name: `${name}${several}`, body: planned }] : [];
    });
  });
}
