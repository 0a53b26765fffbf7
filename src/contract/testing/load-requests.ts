/**
 * The requests of a load test. Their values satisfy the contract. Resources that they read or change are created first,
 * with the API's own operations, and are deleted at the end.
 */
import { mapWithConcurrency } from '../../map-with-concurrency.ts';
import type { Json } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { baseRequest, isCondition, isIdempotencyKey, validBodies } from './base-request.ts';
import type { PlannedRequest } from './case.ts';
import type { ApiResponse } from './check-response.ts';
import { itemPaths } from './creators.ts';
import { planning } from './plan-cases.ts';
import { createPlannedSender } from './planned-sender.ts';
import type { Planning } from './planning.ts';
import { bodyProblem } from './positive-cases.ts';
import { requestOf } from './request-of.ts';
import {
  cannotCall,
  LAST_MOMENT,
  type RunParts,
  rememberCreated,
  removeAll,
  skippedChange,
  withResource,
} from './run-cases.ts';
import { networkReason, openLine, REQUESTS_AT_ONCE, type SentRequest, type TimedResponse } from './send.ts';
import { createTestResources, ResourceNotCreated, type TestResource } from './test-resources.ts';

/** An operation that a load test would call. */
export interface LoadOperation {
  readonly tested: Operation;
  readonly request: PlannedRequest;
  /** Whether each request needs a resource that no other request has changed. */
  readonly usesUp: boolean;
  /** The reason why it cannot be called. */
  readonly skipped?: string;
}

export interface LoadPlan {
  readonly operations: readonly LoadOperation[];
  readonly planning: Planning;
}

export interface LoadRequest {
  readonly sent: SentRequest;
  /** Must be called with the response, so that what the request created is deleted at the end. */
  answered(answer: ApiResponse): void;
}

export interface LoadRequests {
  next(operationId: string): LoadRequest;
  /** Deletes what the test created, and returns the addresses that are left. */
  clean(parts: RunParts): Promise<string[]>;
}

/** The operations that are called, and why others are not. */
export interface PreparedLoad {
  readonly requests: LoadRequests;
  readonly skipped: readonly { readonly operationId: string; readonly why: string }[];
}

const SAFE = ['GET', 'HEAD'];
/** The number of resources that reading requests share, so that not all of them hit the same one. */
const SHARED = 20;

/** Plans the named operations, or without names all that only read. Pure. */
export function planLoad(
  document: Json,
  operations: readonly Operation[],
  seed: number,
  names: readonly string[] | undefined,
): LoadPlan {
  const plan = planning(document, operations, seed);
  const chosen = plan.tested.filter(({ operationId, method }) =>
    names ? names.includes(operationId) : SAFE.includes(method),
  );
  return { planning: plan, operations: chosen.map((tested) => planOperation(tested, plan)) };
}

function planOperation(tested: Operation, plan: Planning): LoadOperation {
  const { request, problem } = baseRequest(tested, plan);
  const bodies = validBodies(tested, plan);
  const [body] = bodies;
  const whole: PlannedRequest = {
    ...request,
    ...(needsVersion(tested) && { ifMatch: 'current' }),
    ...(body && { body: body.body }),
  };
  const lacking = bodyProblem(tested, bodies) ?? problem;
  return { tested, request: whole, usesUp: usesUp(tested), ...(lacking !== undefined && { skipped: lacking }) };
}

const needsVersion = ({ parameters }: Operation): boolean =>
  parameters.some((parameter) => parameter.required && isCondition(parameter));

/** A resource can be deleted once, and each change gives it another version. */
const usesUp = (tested: Operation): boolean => tested.method === 'DELETE' || needsVersion(tested);

/**
 * Creates the resources for so many requests to each operation, and sends one request to each operation. One that does
 * not answer with a status below 400 is left out: a load of errors measures nothing.
 */
export async function prepareLoad(
  plan: LoadPlan,
  counts: ReadonlyMap<string, number>,
  parts: RunParts,
): Promise<PreparedLoad> {
  const { planning: made } = plan;
  const line = openLine(parts);
  const { create, otherBody } = createPlannedSender(made, line, parts);
  const resources = createTestResources(made.creators, create);
  const prepared = new Map<string, Prepared>();
  const skipped: { operationId: string; why: string }[] = [];

  function requestFor(
    { tested, request }: LoadOperation,
    varied: boolean,
    resource: TestResource | undefined,
  ): LoadRequest {
    const keys = tested.parameters.filter((parameter) => isIdempotencyKey(parameter) && parameter.required);
    const fresh = Object.fromEntries(keys.map(({ name }) => [name, made.sampler.random.uuid()]));
    const body = (varied ? otherBody(tested, request.body) : undefined) ?? request.body;
    const planned = withResource(
      { ...request, headers: { ...request.headers, ...fresh }, ...(body && { body }) },
      resource,
    );
    return {
      sent: requestOf(tested, planned, parts),
      answered: (answer) => rememberCreated({ tested }, planned, answer, resource, resources, made),
    };
  }

  /** Sends one request that does not count. Returns why the operation cannot be called. */
  async function rehearse(
    one: LoadOperation,
    resource: TestResource | undefined,
  ): Promise<{ varied: boolean; why?: string }> {
    const answers: TimedResponse[] = [];
    const send = async ({ sent, answered }: LoadRequest) => {
      const answer = await line.send(sent);
      answered(answer);
      answers.push(answer);
    };
    await send(requestFor(one, false, resource));
    // A second request with the same body shows whether values must be unique.
    const creates = one.tested.method === 'POST' && answers[0]!.status < 300;
    if (creates) await send(requestFor(one, false, resource));
    const varied = answers.at(-1)!.status === 409;
    if (varied) await send(requestFor(one, true, resource));
    const { status, text } = answers.at(-1)!;
    if (status < 400) return { varied };
    return { varied, why: `it answered ${status}: ${text.replace(/\s+/g, ' ').slice(0, 200)}` };
  }

  async function prepare(one: LoadOperation): Promise<string | undefined> {
    const { tested, usesUp: own } = one;
    const why = one.skipped ?? cannotCall(one, parts) ?? skippedChange({ ...one, kind: 'positive' }, reached(one));
    if (why !== undefined) return why;
    const count = counts.get(tested.operationId)!;
    const pool = await poolFor(tested, own ? count + 1 : Math.min(SHARED, count));
    const { varied, why: refused } = await rehearse(one, own ? pool.shift() : pool[0]);
    if (refused !== undefined) return refused;
    prepared.set(tested.operationId, { one, varied, pool, turn: 0 });
    return undefined;
  }

  /** Whether the contract can create the resource at the path is known before any is created. */
  function reached({ tested }: LoadOperation): TestResource | undefined {
    const named = itemPaths(tested.path).at(-1);
    const creator = named === undefined ? undefined : made.creators.get(named);
    return creator && { creator, values: {} };
  }

  async function poolFor({ path }: Operation, size: number): Promise<TestResource[]> {
    const first = await resources.for(path, true);
    if (!first) return [];
    const others = Array.from({ length: size - 1 });
    return [
      first,
      ...(await mapWithConcurrency(REQUESTS_AT_ONCE, others, async () => (await resources.for(path, true))!)),
    ];
  }

  const requests: LoadRequests = {
    next(operationId) {
      const state = prepared.get(operationId)!;
      const { one, varied, pool } = state;
      const resource = one.usesUp ? pool.shift() : pool[state.turn % pool.length];
      state.turn += 1;
      return requestFor(one, varied, resource);
    },
    clean: (cleaning) => removeAll(resources, cleaning),
  };

  try {
    for (const one of plan.operations) {
      const why = await prepare(one).catch((error: unknown) => {
        parts.signal.throwIfAborted();
        return error instanceof ResourceNotCreated ? error.message : `there was no response: ${networkReason(error)}`;
      });
      if (why !== undefined) skipped.push({ operationId: one.tested.operationId, why });
    }
  } catch (error) {
    await requests.clean({ ...parts, signal: AbortSignal.timeout(LAST_MOMENT) });
    throw error;
  }
  return { requests, skipped };
}

interface Prepared {
  readonly one: LoadOperation;
  /** Whether each request needs another body. */
  readonly varied: boolean;
  readonly pool: TestResource[];
  turn: number;
}
