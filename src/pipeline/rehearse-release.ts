/**
 * Tries a release before its stage serves it: the requests of a smoke test, put to the API's definition by API Gateway itself
 * (ADR 14). The definition is the one that the release was made of; where an earlier run has made it, it is put again.
 */
import { functionArn } from '../aws/arns.ts';
import type { Clients } from '../aws/clients.ts';
import { fillDefinition, putDefinition } from '../aws/definition.ts';
import type { TargetFacts } from '../aws/kind-dependencies.ts';
import { isHistory } from '../aws/release-record.ts';
import { isNotOffered } from '../aws/sdk-error.ts';
import { type MethodRequest, openMethodTester } from '../aws/test-methods.ts';
import type { Contract } from '../contract/load-contract.ts';
import type { Operation } from '../contract/operations.ts';
import type { CaseResult } from '../contract-test/run-cases.ts';
import { MAX_LATENCY, runSmoke, Unanswered } from '../contract-test/run-smoke.ts';
import type { SentRequest } from '../contract-test/send.ts';
import { planSmoke } from '../contract-test/smoke-cases.ts';
import type { Outcome } from '../engine/apply.ts';
import { lookupIn, resolveResource } from '../engine/resolve.ts';
import type { Resource } from '../engine/resource.ts';
import { contextOf } from '../engine/run.ts';
import type { DesiredStage } from './desired-stage.ts';
import { failuresOf, type SmokeFailure } from './smoke-failed.ts';
import type { ObservedStage } from './stage-run.ts';

export interface Rehearsal {
  readonly contract: Pick<Contract, 'document' | 'operations'>;
  readonly clients: Clients;
  readonly facts: TargetFacts;
  /** Of the stage. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface Rehearsed {
  readonly results: readonly CaseResult[];
  readonly failures: readonly SmokeFailure[];
}

/** `undefined`: the endpoint does not offer it. `attributes`: of everything that the stage needs. */
export async function rehearseRelease(
  { contract, clients, facts, variables }: Rehearsal,
  desired: DesiredStage,
  { run, resources = desired.resources, observation }: ObservedStage,
  attributes: Outcome['attributes'],
): Promise<Rehearsed | undefined> {
  const stage = contextOf(run, resources.find(({ id }) => id === 'stage') as Resource);
  await run.rights.over(stage.note, run.signal);
  const client = await clients.apiGateway();
  const api = String(attributes.get('api')?.id);
  const { deploymentId, version } = attributes.get('release') as { deploymentId: string; version: string };
  const known = observation.observed.get('release')?.attributes.history;
  if (isHistory(known) && known.some((entry) => entry.deploymentId === deploymentId)) {
    const release = resources.find(({ id }) => id === 'release') as Resource;
    const document = definitionOf(resolveResource(release, lookupIn(attributes)), version, desired, facts);
    await putDefinition(client, api, document);
  }
  try {
    const tester = await openMethodTester(client, api, variables);
    const results = await runSmoke(planSmoke(contract.document, contract.operations), {
      url: '',
      maxLatency: MAX_LATENCY,
      async send(sent, operation) {
        run.signal.throwIfAborted();
        const answer = await tester.ask(requestOf(sent, operation));
        if (!answer) throw new Unanswered(`the API has no resource ${operation.path}.`);
        return answer;
      },
      cannotSend: ({ tested }) => cannotRehearse(tested.operation),
    });
    const operations = new Map(contract.operations.map((operation) => [operation.operationId, operation]));
    const failures = failuresOf(results, ({ sent, operationId }) => {
      const operation = operations.get(operationId);
      return sent && operation && tester.command(requestOf(sent, operation));
    });
    return { results, failures };
  } catch (error) {
    if (isNotOffered(error)) return undefined;
    throw error;
  }
}

function definitionOf(
  { properties }: Resource,
  version: string,
  { artifacts }: DesiredStage,
  facts: TargetFacts,
): string {
  const {
    contract,
    function: name,
    userPools,
  } = properties as unknown as {
    contract: string;
    function: string;
    userPools?: Record<string, string>;
  };
  const template = artifacts.get(contract);
  if (!template) throw new Error(`the definition ${contract} is not among the artifacts`);
  return fillDefinition(template, functionArn(facts, `${name}:${version}`), userPools);
}

function requestOf({ method, url, headers, body }: SentRequest, { path }: Operation): MethodRequest {
  return { method, resource: path, path: url, headers, ...(body !== undefined && { body }) };
}

/** Why an operation waits for the live stage. */
export function cannotRehearse({ access, method }: Operation): string | undefined {
  if (access.authorizer) return 'API Gateway asks no authorizer before the release is live';
  return method === 'ANY' ? 'API Gateway tests single methods only before the release is live' : undefined;
}
