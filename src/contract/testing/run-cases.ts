/**
 * Sends the cases of a plan to a stage, a few at a time, and checks each response. The test deletes what it created,
 * also after an interruption.
 */
import type { Clock } from '../../clock.ts';
import { mapWithConcurrency } from '../../map-with-concurrency.ts';
import { PLAIN_REQUEST, type PlannedRequest, type TestCase } from './case.ts';
import type { CaseResult } from './case-result.ts';
import { type ApiResponse, checkResponse } from './check-response.ts';
import { creatorWith, itemPaths } from './creators.ts';
import { exampleResults } from './example-results.ts';
import type { Rate } from './pace.ts';
import type { TestPlan } from './plan-cases.ts';
import { createPlannedSender } from './planned-sender.ts';
import type { Planning } from './planning.ts';
import { type Caller, requestOf } from './request-of.ts';
import { networkReason, openLine, REQUESTS_AT_ONCE } from './send.ts';
import { createTestResources, ResourceNotCreated, type TestResource, type TestResources } from './test-resources.ts';

export interface RunParts extends Caller {
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

/** The contract's own examples, which need no request. */
export const checkExamples = (plan: TestPlan): CaseResult[] =>
  plan.chosen.flatMap((tested) => exampleResults(tested, plan.checks));

export async function runCases(plan: TestPlan, parts: RunParts): Promise<TestRun> {
  const { clock, signal } = parts;
  const line = openLine(parts);
  const { sendOnce, sendVaried, create } = createPlannedSender(plan, line, parts);
  const resources = createTestResources(plan.creators, create);

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

export function rememberCreated(
  { tested }: Pick<TestCase, 'tested'>,
  { path }: PlannedRequest,
  answer: ApiResponse,
  resource: TestResource | undefined,
  resources: TestResources,
  { creators }: Planning,
): void {
  if (answer.status >= 300) return;
  if (tested.method === 'DELETE' && resource?.creator.itemPath === tested.path) resources.forget(resource);
  if (tested.method !== 'POST') return;
  const creator = creatorWith(creators, tested);
  if (creator) resources.learn(creator.itemPath, path, answer);
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
