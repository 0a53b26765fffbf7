/** What an operation has to refuse: callers without a key, unknown ids, and what its schemas do not allow. Pure. */
import { isObject } from '../model/json.ts';
import {
  baseRequest,
  isCondition,
  madeParameters,
  sentParameters,
  validBodies,
  withParameter,
} from './base-request.ts';
import type { PlannedRequest, TestCase } from './case.ts';
import type { Planning } from './plan-cases.ts';
import { sample } from './sample.ts';
import type { TestedOperation, TestedParameter } from './tested-operation.ts';
import { type Violation, violations } from './violations.ts';
import { isJsonType, parameterTexts } from './wire.ts';

/** Both are in use for what does not satisfy a schema. */
const INVALID = [400, 422];
/** A path that cannot be of anything may also be one that is not there. */
const INVALID_PATH = [400, 404, 422];

/** A schema of hundreds of places would be hundreds of requests; the outer ones come first. */
const MOST_PER_SCHEMA = 60;

type Make = (name: string, request: PlannedRequest, statuses: readonly number[]) => TestCase;

export function negativeCases(tested: TestedOperation, planning: Planning): TestCase[] {
  const { request, problem } = baseRequest(tested, planning);
  const [valid] = validBodies(tested, planning);
  // Nothing that is refused changes anything: all of them can be about the same thing.
  const whole: PlannedRequest = { ...request, thing: 'shared', ...(valid && { body: valid.body }) };
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
    ...unknownThing(tested, planning, whole, make),
    ...parameterCases(tested, planning, whole, make),
    ...bodyCases(tested, planning, whole, make),
  ];
}

function callers({ operation }: TestedOperation, whole: PlannedRequest, make: Make): TestCase[] {
  const { key, authorizer } = operation.access;
  return [
    ...(authorizer ? [make(`without ${authorizer.scheme}`, { ...whole, token: 'none' }, [401, 403])] : []),
    ...(key ? [make('without an API key', { ...whole, key: 'none' }, [403])] : []),
    ...(key ? [make('with a wrong API key', { ...whole, key: 'wrong' }, [403])] : []),
  ];
}

/** What nobody has made is not there; where the contract does not say so, nothing is expected. */
function unknownThing(tested: TestedOperation, planning: Planning, whole: PlannedRequest, make: Make): TestCase[] {
  const { operation, responses } = tested;
  const made = madeParameters(tested, planning);
  const last = sentParameters(tested).findLast(({ in: place, name }) => place === 'path' && made.has(name));
  const stranger = responses.some(({ status }) => status === '404' || status === '4XX');
  const version = sentParameters(tested).find(
    (parameter) => isCondition(parameter) && /^if-match$/i.test(parameter.name),
  );
  const declares412 = responses.some(({ status }) => status === '412');
  const stale =
    version && declares412 && operation.method !== 'POST'
      ? [make('with If-Match of another version', { ...whole, ifMatch: 'other' }, [412])]
      : [];
  if (!last || !stranger) return stale;
  const placed = withParameter(whole, last, sample(planning.sampler, withoutExample(last), { full: false }));
  return [...(placed ? [make(`with an unknown ${last.name}`, placed, [404])] : []), ...stale];
}

/** An example of an id may be that of something that is there. */
function withoutExample({ schema }: TestedParameter) {
  const { example: _example, examples: _examples, default: _default, ...rest } = schema;
  return rest;
}

function parameterCases(tested: TestedOperation, planning: Planning, whole: PlannedRequest, make: Make): TestCase[] {
  return sentParameters(tested).flatMap((parameter) => {
    const { name, in: place, required, schema, examples } = parameter;
    const statuses = place === 'path' ? INVALID_PATH : INVALID;
    const check = planning.checks.text(schema);
    const valid = examples[0] ?? sample(planning.sampler, schema, { full: true });
    const broken = violations(planning.sampler, schema, valid, (value) => {
      const texts = parameterTexts(parameter, value);
      // On the wire there are only texts, and a list of one is that one.
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

function withoutParameter(request: PlannedRequest, { in: place, name }: TestedParameter): PlannedRequest {
  const dropped = place === 'cookie' ? 'cookie' : name;
  return {
    ...request,
    query: place === 'query' ? request.query.filter(([other]) => other !== name) : request.query,
    headers:
      place === 'query'
        ? request.headers
        : Object.fromEntries(Object.entries(request.headers).filter(([other]) => other !== dropped)),
  };
}

function bodyCases(tested: TestedOperation, planning: Planning, whole: PlannedRequest, make: Make): TestCase[] {
  const media = tested.body?.media.find(({ type }) => isJsonType(type));
  if (!media || whole.body?.value === undefined) return [];
  const { body, ...bare } = whole;
  const { type } = media;
  const declares415 = tested.responses.some(({ status }) => status === '415');
  const general = [
    ...(tested.body?.required ? [make('without a body', bare, INVALID)] : []),
    make('with a body that is no JSON', { ...bare, body: { type, text: '{"not": json' } }, INVALID),
    ...(declares415
      ? [make('with a body of another media type', { ...bare, body: { type: 'text/plain', text: body!.text } }, [415])]
      : []),
  ];
  if (!media.schema) return general;
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
