/**
 * Sends the requests of a smoke test to the definition that an API has now, through API Gateway's TestInvokeMethod (ADR
 * 14). No caller gets responses of it.
 */
import { type MethodRequest, openMethodTester } from '../../aws/api-gateway/test-methods.ts';
import type { Clients } from '../../aws/sdk/clients.ts';
import { isNotOffered } from '../../aws/sdk/errors/sdk-error.ts';
import type { Contract } from '../../contract/model/contract.ts';
import type { Operation } from '../../contract/model/operations.ts';
import type { CaseResult } from '../../contract/testing/case-result.ts';
import { MAX_LATENCY, NoResponse, runSmoke } from '../../contract/testing/run-smoke.ts';
import type { SentRequest } from '../../contract/testing/send.ts';
import { planSmoke } from '../../contract/testing/smoke-cases.ts';
import { failuresOf, type SmokeFailure } from './smoke-failed.ts';

export interface DefinitionTest {
  readonly clients: Pick<Clients, 'apiGateway'>;
  /** The ID of the REST API. */
  readonly api: string;
  /** The contract that the definition was compiled from. */
  readonly contract: Pick<Contract, 'document' | 'operations'>;
  /** The stage variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** Milliseconds, used if the contract has no limit of its own. */
  readonly maxLatency?: number;
  readonly signal: AbortSignal;
}

export interface Rehearsed {
  readonly results: readonly CaseResult[];
  readonly failures: readonly SmokeFailure[];
  /** The command that repeats a request; `undefined` if it was never sent. */
  repeat(result: CaseResult): string | undefined;
}

/** Returns `undefined` if the endpoint does not support TestInvokeMethod. */
export async function rehearseDefinition({
  clients,
  api,
  contract,
  variables,
  maxLatency = MAX_LATENCY,
  signal,
}: DefinitionTest): Promise<Rehearsed | undefined> {
  try {
    const tester = await openMethodTester(await clients.apiGateway(), api, variables);
    const results = await runSmoke(planSmoke(contract.document, contract.operations), {
      url: '',
      maxLatency,
      async send(sent, operation) {
        signal.throwIfAborted();
        const answer = await tester.ask(requestOf(sent, operation));
        if (!answer) throw new NoResponse(`the API has no resource ${operation.path}.`);
        return answer;
      },
      cannotSend: ({ tested }) => cannotRehearse(tested),
    });
    const operations = new Map(contract.operations.map((operation) => [operation.operationId, operation]));
    const repeat = ({ sent, operationId }: CaseResult) => {
      const operation = operations.get(operationId);
      return sent && operation && tester.command(requestOf(sent, operation));
    };
    return { results, failures: failuresOf(results, repeat), repeat };
  } catch (error) {
    if (isNotOffered(error)) return undefined;
    throw error;
  }
}

function requestOf({ method, url, headers, body }: SentRequest, { path }: Operation): MethodRequest {
  return { method, resource: path, path: url, headers, ...(body !== undefined && { body }) };
}

/** Why an operation can only be tested on the live stage. */
export function cannotRehearse({ access, method }: Operation): string | undefined {
  if (access.authorizer) return 'API Gateway calls no authorizer before the release is live';
  return method === 'ANY' ? 'API Gateway tests single methods only before the release is live' : undefined;
}
