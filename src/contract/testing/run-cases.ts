/**
 * Sends the cases of a plan to a stage, a few at a time, and checks each response. The test deletes what it created,
 * also after an interruption.
 */
import type { Clock } from '../../clock.ts';
import { mapWithConcurrency } from '../../map-with-concurrency.ts';
import type { Operation } from '../model/operations.ts';
import { baseRequest, validBodies } from './base-request.ts';
import { PLAIN_REQUEST, type PlannedBody, type PlannedRequest, type TestCase } from './case.ts';
import type { CaseResult } from './case-result.ts';
import { type ApiResponse, checkResponse } from './check-response.ts';
import { type Creator, creatorWith, itemPaths } from './creators.ts';
import { exampleResults } from './example-results.ts';
import type { Rate } from './pace.ts';
import type { TestPlan } from './plan-cases.ts';
import { networkReason, openLine, REQUESTS_AT_ONCE, type SentRequest } from './send.ts';
import { createTestResources, ResourceNotCreated, type TestResource, type TestResources } from './test-resources.ts';
import { varyBody } from './vary-body.ts';

export interface RunParts {
  /** The URL of the stage, without a slash at its end. */
  readonly url: string;
  readonly key?: string;
  readonly token?: string;
  /** The throttle of the stage and of the key's plan, if it is known. */
  readonly rate?: Rate;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called after each case. */
  onResult?(result: CaseResult): void;
}

export interface TestRun {
  /** The results of the contract's own examples, followed by those of the cases in the order of the plan. */
  readonly results: readonly CaseResult[];
  /** The addresses of created resources that could not be deleted. */
  readonly left: readonly string[];
}

/** The time in ms to delete the created resources after an interruption. */
export const LAST_MOMENT = 10_000;
const WRONG_KEY = 'this-is-no-key-of-anybody';

/** The contract's own examples, which need no request. */
export const checkExamples = (plan: TestPlan): CaseResult[] =>
  plan.chosen.flatMap((tested) => exampleResults(tested, plan.checks));

export async function runCases(plan: TestPlan, parts: RunParts): Promise<TestRun> {
  const { clock, signal } = parts;
  const line = openLine(parts);
  const resources = createTestResources(plan.creators, create);

  async function create(creator: Creator, values: Readonly<Record<string, string>>): Promise<ApiResponse> {
    const { request } = baseRequest(creator.create, plan);
    const [first] = validBodies(creator.create, plan);
    const planned = { ...request, path: { ...request.path, ...values }, ...(first && { body: first.body }) };
    return (await sendVaried(creator.create, planned)).answer;
  }

  /** Sends the request again with other values if the API answers with a conflict (409). */
  async function sendVaried(tested: Operation, planned: PlannedRequest) {
    const first = await sendOnce(tested, planned);
    const body = first.answer.status === 409 ? otherBody(tested, planned.body) : undefined;
    return body ? await sendOnce(tested, { ...planned, body }) : first;
  }

  async function sendOnce(tested: Operation, planned: PlannedRequest) {
    const sent = requestOf(tested, planned, parts);
    return { sent, answer: await line.send(sent) };
  }

  function otherBody({ body: declared }: Operation, body: PlannedBody | undefined) {
    const schema = declared?.media.find(({ type }) => type === body?.type)?.schema;
    if (!body || schema === undefined) return undefined;
    const { document, random } = plan.sampler;
    const value = varyBody(body.value, schema, document, plan.checks.request(schema), random);
    return value && { ...body, value, text: JSON.stringify(value) };
  }

  async function run(test: TestCase): Promise<CaseResult> {
    const { tested } = test;
    const common = { operationId: tested.operationId, name: test.name, kind: test.kind };
    const begun = clock.now();
    const skipped = (why: string): CaseResult => ({
      ...common,
      outcome: 'skipped',
      problems: [why],
      undeclared: false,
      ms: 0,
    });
    if (test.skipped !== undefined) return skipped(test.skipped);
    const reason = cannotCall(test, parts);
    if (reason !== undefined) return skipped(reason);
    try {
      const resource = await resources.for(tested.path, test.request.resource === 'own');
      const reach = skippedChange(test, resource);
      if (reach !== undefined) return skipped(reach);
      const planned = withResource(test.request, resource);
      const { sent, answer } =
        test.kind === 'positive' ? await sendVaried(tested, planned) : await sendOnce(tested, planned);
      rememberCreated(test, planned, answer, resource, resources, plan);
      const { problems, undeclared } = checkResponse(tested, test.expected, answer, plan.checks);
      const outcome = problems.length === 0 ? 'passed' : 'failed';
      return { ...common, outcome, problems, undeclared, ms: clock.now() - begun, sent, answer };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ResourceNotCreated) return skipped(error.message);
      const ms = clock.now() - begun;
      return {
        ...common,
        outcome: 'failed',
        problems: [`There was no response: ${networkReason(error)}`],
        undeclared: false,
        ms,
      };
    }
  }

  let results: CaseResult[];
  try {
    results = await mapWithConcurrency(REQUESTS_AT_ONCE, plan.cases, async (test) => {
      const result = await run(test);
      parts.onResult?.(result);
      return result;
    });
    signal.throwIfAborted();
  } catch (error) {
    await removeAll(resources, { ...parts, signal: AbortSignal.timeout(LAST_MOMENT) });
    throw error;
  }
  return { results: [...checkExamples(plan), ...results], left: await removeAll(resources, parts) };
}

/** Skips a request that would change a resource that the test has not created. */
export function skippedChange(
  { tested: { path, method }, kind, request }: Pick<TestCase, 'tested' | 'kind' | 'request'>,
  resource: TestResource | undefined,
): string | undefined {
  const named = itemPaths(path).at(-1);
  if (request.resource === 'shared' || kind === 'negative' || named === undefined || method === 'POST')
    return undefined;
  if (resource?.creator.itemPath === named) return undefined;
  return `no operation of the contract creates ${named} (a POST to ${named.replace(/\/[^/]+$/, '') || '/'}, or one with a link), and the test does not change existing resources`;
}

/** A request that must be rejected for its missing key or token can still be sent. */
export function cannotCall(
  { tested: { access }, request }: Pick<TestCase, 'tested' | 'request'>,
  { key, token }: Pick<RunParts, 'key' | 'token'>,
): string | undefined {
  const { key: needsKey, authorizer } = access;
  if (needsKey && request.key === 'valid' && key === undefined) return 'it needs an API key, but APIKIT_KEY is not set';
  if (!authorizer || request.token === 'none') return undefined;
  if (authorizer.kind === 'iam') return 'it accepts only signed requests, and this command sends none';
  return token === undefined ? `it needs a token for ${authorizer.scheme}, but APIKIT_TOKEN is not set` : undefined;
}

/** The planned values win: a case may ask for a resource that does not exist. */
export function withResource(request: PlannedRequest, resource: TestResource | undefined): PlannedRequest {
  const version =
    request.ifMatch === 'other' ? '"apikit-test-0"' : request.ifMatch === 'current' ? resource?.etag : undefined;
  return {
    ...request,
    path: { ...resource?.values, ...request.path },
    headers: { ...request.headers, ...(version !== undefined && { 'if-match': version }) },
  };
}

function rememberCreated(
  { tested }: TestCase,
  { path }: PlannedRequest,
  answer: ApiResponse,
  resource: TestResource | undefined,
  resources: TestResources,
  { creators }: TestPlan,
): void {
  if (answer.status >= 300) return;
  if (tested.method === 'DELETE' && resource?.creator.itemPath === tested.path) resources.forget(resource);
  if (tested.method !== 'POST') return;
  const creator = creatorWith(creators, tested);
  if (creator) resources.learn(creator.itemPath, path, answer);
}

export function requestOf(
  { method, path }: Pick<Operation, 'method' | 'path'>,
  planned: PlannedRequest,
  { url, key, token }: Pick<RunParts, 'url' | 'key' | 'token'>,
): SentRequest {
  const place = path.replace(/\{([^{}+]+)(\+?)\}/g, (_whole, name: string) =>
    encodeURIComponent(planned.path[name] ?? name),
  );
  const query = planned.query
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  const sentKey = planned.key === 'wrong' ? WRONG_KEY : planned.key === 'valid' ? key : undefined;
  const verb = method === 'ANY' ? 'GET' : method;
  const body = verb === 'GET' || verb === 'HEAD' ? undefined : planned.body;
  return {
    method: verb,
    url: `${url}${place}${query && `?${query}`}`,
    headers: {
      accept: '*/*',
      ...planned.headers,
      ...(body && { 'content-type': body.type }),
      ...(sentKey !== undefined && { 'x-api-key': sentKey }),
      ...(token !== undefined && planned.token === 'valid' && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: body.text }),
  };
}

/** Deletes the created resources and returns the addresses of those that are left. */
export async function removeAll(resources: TestResources, parts: RunParts): Promise<string[]> {
  const line = openLine(parts);
  const left: string[] = [];
  const remove = async ({ creator, values }: TestResource) => {
    const target = creator.remove ?? { method: 'DELETE', path: creator.itemPath };
    const sent = requestOf(target, { ...PLAIN_REQUEST, path: values }, parts);
    const status = creator.remove ? (await line.send(sent).catch(() => undefined))?.status : undefined;
    if (status === undefined || (status >= 300 && status !== 404 && status !== 410)) left.push(sent.url);
  };
  const depthOf = ({ creator }: TestResource) => itemPaths(creator.itemPath).length;
  const all = resources.all();
  // A nested resource is deleted before the one around it.
  for (const depth of [...new Set(all.map(depthOf))].sort((a, b) => b - a)) {
    await mapWithConcurrency(
      REQUESTS_AT_ONCE,
      all.filter((resource) => depthOf(resource) === depth),
      remove,
    );
  }
  return left;
}
