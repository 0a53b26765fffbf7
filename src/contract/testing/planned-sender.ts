/** Sends planned requests, and other values where the API has a conflict with the planned ones. */
import type { Operation } from '../model/operations.ts';
import { baseRequest, validBodies } from './base-request.ts';
import type { PlannedBody, PlannedRequest } from './case.ts';
import type { Creator } from './creators.ts';
import type { Planning } from './planning.ts';
import { type Caller, requestOf } from './request-of.ts';
import type { Connection, SentRequest, TimedResponse } from './send.ts';
import { varyBody } from './vary-body.ts';

interface Exchange {
  readonly sent: SentRequest;
  readonly answer: TimedResponse;
}

export interface PlannedSender {
  sendOnce(tested: Operation, planned: PlannedRequest): Promise<Exchange>;
  /** Sends the request again with other values if the API answers with a conflict (409). */
  sendVaried(tested: Operation, planned: PlannedRequest): Promise<Exchange>;
  /** Calls the operation that creates a resource. `values` are the parameters of its own path. */
  create(creator: Creator, values: Readonly<Record<string, string>>): Promise<TimedResponse>;
  /** Returns a body with other values, or `undefined` if no value may differ. */
  otherBody(tested: Operation, body: PlannedBody | undefined): PlannedBody | undefined;
}

export function createPlannedSender(plan: Planning, line: Connection, caller: Caller): PlannedSender {
  async function sendOnce(tested: Operation, planned: PlannedRequest): Promise<Exchange> {
    const sent = requestOf(tested, planned, caller);
    return { sent, answer: await line.send(sent) };
  }

  async function sendVaried(tested: Operation, planned: PlannedRequest): Promise<Exchange> {
    const first = await sendOnce(tested, planned);
    const body = first.answer.status === 409 ? otherBody(tested, planned.body) : undefined;
    return body ? await sendOnce(tested, { ...planned, body }) : first;
  }

  function otherBody({ body: declared }: Operation, body: PlannedBody | undefined): PlannedBody | undefined {
    const schema = declared?.media.find(({ type }) => type === body?.type)?.schema;
    if (!body || schema === undefined) return undefined;
    const { document, random } = plan.sampler;
    const value = varyBody(body.value, schema, document, plan.checks.request(schema), random);
    return value && { ...body, value, text: JSON.stringify(value) };
  }

  return {
    sendOnce,
    sendVaried,
    otherBody,
    async create({ create }, values) {
      const { request } = baseRequest(create, plan);
      const [first] = validBodies(create, plan);
      const planned = { ...request, path: { ...request.path, ...values }, ...(first && { body: first.body }) };
      return (await sendVaried(create, planned)).answer;
    },
  };
}
