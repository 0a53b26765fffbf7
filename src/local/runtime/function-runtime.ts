/** Runs functions: finds the version, checks permission and concurrency, and passes the call to a worker. */
import type { FunctionRuntime, InvokeRequest, InvokeResult, Scope } from '../cloud/cloud.ts';
import { checkDecryptable } from '../state/functions/environment-key.ts';
import { type LambdaFunction, type LambdaState, lambdaState, policyKey, versionKey } from '../state/functions/model.ts';
import { checkResourcePolicy } from '../state/functions/resource-policy.ts';
import { createConcurrencyGate } from './concurrency.ts';
import { createMetricsRecorder } from './invocation-metrics.ts';
import { checkPayload } from './payload.ts';
import { resolveTarget } from './resolve-target.ts';
import { createVersionPools, type RuntimeBase } from './version-pools.ts';

export interface WarmableRuntime extends FunctionRuntime {
  /** Starts a process for the latest published version before it is called. Returns `false` if there is no version. */
  warm(scope: Scope, functionName: string): boolean;
  /** Ends every process now and flushes its logs. Current calls fail; the next call starts a new process. */
  endAll(): Promise<void>;
}

/** `random` (0..1) chooses between the versions of a weighted alias. */
export function createFunctionRuntime(cloud: RuntimeBase, random: () => number = Math.random): WarmableRuntime {
  const pools = createVersionPools(cloud);
  const gate = createConcurrencyGate();
  const metrics = createMetricsRecorder(cloud.metrics);

  const admit = ({ scope, functionName, qualifier }: InvokeRequest, fn: LambdaFunction, state: LambdaState) => {
    try {
      return gate.enter(scope, fn, state);
    } catch (error) {
      metrics.throttled(scope, functionName, qualifier);
      throw error;
    }
  };

  return {
    async invoke(request) {
      const { scope, functionName, qualifier } = request;
      const state = lambdaState(cloud, scope);
      const { fn, version, invokedArn } = resolveTarget(state, scope, functionName, qualifier, random);
      if (request.onBehalfOf) {
        checkResourcePolicy(state.policies.get(policyKey(functionName, qualifier)), request.onBehalfOf, invokedArn);
      }
      checkDecryptable(cloud, scope, version.settings);
      const payload = checkPayload(request.payload, request.isJson);
      const admission = admit(request, fn, state);
      const requestId = request.requestId ?? cloud.ids.uuid();
      return new Promise<InvokeResult>((resolve) => {
        pools.of(scope, version).submit({
          requestId,
          payload,
          invokedArn,
          traceId: request.traceId ?? traceIdAt(cloud.clock.now(), requestId),
          ...(request.clientContext !== undefined && { clientContext: request.clientContext }),
          finish(outcome) {
            admission.leave();
            const { payload, failed, duration, logTail } = outcome;
            const { concurrent } = admission;
            metrics.called(scope, functionName, qualifier, { failed, duration, concurrent });
            const result = { payload, executedVersion: version.version, requestId, logTail };
            resolve(failed ? { ...result, functionError: 'Unhandled' } : result);
          },
        });
      });
    },
    warm(scope, functionName) {
      const { functions, versions } = lambdaState(cloud, scope);
      const latest = functions.get(functionName)?.lastPublished?.version;
      const version = latest === undefined ? undefined : versions.get(versionKey(functionName, latest));
      if (version) pools.of(scope, version).warm();
      return version !== undefined;
    },
    retire: (scope, functionName) => pools.retire(scope, functionName),
    endAll: () => pools.endAll(),
    close: () => pools.close(),
  };
}

/** `Root=1-<epoch>-<24 hex>`. The hex digits come from the request ID of the call, so that both can be matched. */
function traceIdAt(now: number, requestId: string): string {
  const epoch = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0');
  const hex = requestId.replaceAll('-', '');
  return `Root=1-${epoch}-${hex.slice(0, 24)};Parent=${hex.slice(0, 16)};Sampled=0`;
}
