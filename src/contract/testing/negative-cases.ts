/**
 * The requests that an operation must reject: without an API key, with unknown IDs, and with values that its schemas
 * forbid. Pure.
 */
import { isObject, objectOf } from '../model/json.ts';
import { isJson } from '../model/media-types.ts';
import type { Operation } from '../model/operations.ts';
import type { Parameter } from '../model/parameters.ts';
import {
  baseRequest,
  cookiesBeside,
  createdParameters,
  isCondition,
  sentParameters,
  validBodies,
  withParameter,
} from './base-request.ts';
import type { PlannedRequest, TestCase } from './case.ts';
import type { Planning } from './planning.ts';
import { sample } from './sample.ts';
import { type Violation, violations } from './violations.ts';
import { parameterTexts } from './wire.ts';

/** Both statuses are common for a value that does not match a schema. */
const INVALID = [400, 422];
/** A path with an invalid value may also be one that does not exist. */
const INVALID_PATH = [400, 404, 422];

/** The limit of requests for one schema. The outer places come first. */
const MOST_PER_SCHEMA = 60;

type Make = (name: string, request: PlannedRequest, statuses: readonly number[]) => TestCase;

export function negativeCases(tested: Operation, planning: Planning): TestCase[] {
  const { request, problem } = baseRequest(tested, planning);
  const [valid] = validBodies(tested, planning);
  // A rejected request changes nothing, so all of them can use the same resource.
  const whole: PlannedRequest = { ...request, resource: 'shared', ...(valid && { body: valid.body }) };
  const lacking = problem ?? (tested.body?.required === true && !valid ? 'no valid body can be made' : undefined);
  if (lacking !== undefined) return [];
  const make: Make = (name, planned, statuses) => ({
    tested,
    name,
    kind: 'negative',
    request: planned,
    expected: { kind: 'status', statuses },
  });
  return [
    ...callers(tested, whole, make),
    ...unknownResource(tested, planning, whole, make),
    ...parameterCases(tested, planning, whole, make),
    ...bodyCases(tested, planning, whole, make),
  ];
}

function callers({ access }: Operation, whole: PlannedRequest, make: Make): TestCase[] {
  const { key, authorizer } = access;
  return [
    ...(authorizer ? [make(`without ${authorizer.scheme}`, { ...whole, token: 'none' }, [401, 403])] : []),
    ...(key ? [make('without an API key', { ...whole, key: 'none' }, [403])] : []),
    ...(key ? [make('with a wrong API key', { ...whole, key: 'wrong' }, [403])] : []),
  ];
}

/**
 * Requests a resource that the test has not created. It is expected to be missing only if the contract declares a 404.
 */
function unknownResource(tested: Operation, planning: Planning, whole: PlannedRequest, make: Make): TestCase[] {
  const { method, responses } = tested;
  const made = createdParameters(tested, planning);
  const last = sentParameters(tested).findLast(({ in: place, name }) => place === 'path' && made.has(name));
  const stranger = responses.some(({ status }) => status === '404' || status === '4XX');
  const version = sentParameters(tested).find(
    (parameter) => isCondition(parameter) && /^if-match$/i.test(parameter.name),
  );
  const declares412 = responses.some(({ status }) => status === '412');
  const stale =
    version && declares412 && method !== 'POST'
      ? [make('with If-Match of another version', { ...whole, ifMatch: 'other' }, [412])]
      : [];
  if (!last || !stranger) return stale;
  const placed = withParameter(whole, last, sample(planning.sampler, withoutExample(last), { full: false }));
  return [...(placed ? [make(`with an unknown ${last.name}`, placed, [404])] : []), ...stale];
}

/** The example of an ID may belong to an existing resource. */
function withoutExample({ schema }: Parameter) {
  const { example: _example, examples: _examples, default: _default, ...rest } = objectOf(schema);
  return rest;
}

function parameterCases(tested: Operation, planning: Planning, whole: PlannedRequest, make: Make): TestCase[] {
  return sentParameters(tested).flatMap((parameter) => {
    const { name, in: place, required, schema, examples } = parameter;
    const statuses = place === 'path' ? INVALID_PATH : INVALID;
    const check = planning.checks.text(schema);
    const valid = examples[0] ?? sample(planning.sampler, schema, { full: true });
    const broken = violations(planning.sampler, schema, valid, (value) => {
      const texts = parameterTexts(parameter, value);
      // A request contains only strings, and a list with one item looks like that item.
      return texts === undefined ? [] : check(Array.isArray(value) ? value : texts[0]);
    });
    const cases = broken.slice(0, MOST_PER_SCHEMA).flatMap(({ keyword, value }: Violation) => {
      const placed = withParameter(whole, parameter, value);
      return placed ? [make(`${place} parameter ${name} against ${keyword}`, placed, statuses)] : [];
    });
    if (!required || place === 'path') return cases;
    return [make(`without the ${place} parameter ${name}`, withoutParameter(whole, parameter), INVALID), ...cases];
  });
}

function withoutParameter(request: PlannedRequest, { in: place, name }: Parameter): PlannedRequest {
  if (place === 'query') return { ...request, query: request.query.filter(([other]) => other !== name) };
  const { [place === 'cookie' ? 'cookie' : name]: _dropped, ...headers } = request.headers;
  const cookies = place === 'cookie' ? cookiesBeside(request, name) : [];
  return { ...request, headers: cookies.length > 0 ? { ...headers, cookie: cookies.join('; ') } : headers };
}

function bodyCases(tested: Operation, planning: Planning, whole: PlannedRequest, make: Make): TestCase[] {
  const media = tested.body?.media.find(({ type }) => isJson(type));
  if (!media || whole.body?.value === undefined) return [];
  const { body, ...bare } = whole;
  const { type } = media;
  const declares415 = tested.responses.some(({ status }) => status === '415');
  const general = [
    ...(tested.body?.required ? [make('without a body', bare, INVALID)] : []),
    make('with a body that is not JSON', { ...bare, body: { type, text: '{"not": json' } }, INVALID),
    ...(declares415
      ? [make('with a body of another media type', { ...bare, body: { type: 'text/plain', text: body!.text } }, [415])]
      : []),
  ];
  if (media.schema === undefined) return general;
  const full = sample(planning.sampler, media.schema, { full: true });
  const check = planning.checks.request(media.schema);
  const valid = isObject(full) && check(full).length === 0 ? full : body!.value;
  const broken = violations(planning.sampler, media.schema, valid, check).slice(0, MOST_PER_SCHEMA);
  return [
    ...general,
    ...broken.map(({ keyword, at, value }) =>
      make(
        `body ${at || '(the whole)'} against ${keyword}`,
        { ...bare, body: { type, text: JSON.stringify(value) } },
        INVALID,
      ),
    ),
  ];
}
