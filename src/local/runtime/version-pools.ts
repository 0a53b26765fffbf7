/**
 * The pools of all function versions: created at the first call of a build, retired when the build is no longer stored.
 */
import type { Socket } from 'node:net';
import { functionLogs } from '../authorization/function-logs.ts';
import type { Cloud, CloudBase, Scope } from '../cloud/cloud.ts';
import { runtimeVersionArn } from '../state/functions/configuration.ts';
import { type FunctionVersion, lambdaState, versionKey } from '../state/functions/model.ts';
import { reachedServices } from '../state/network/reach.ts';
import { createCodeCache } from './code-cache.ts';
import { createFunctionCredentials, type FunctionCredentials } from './credentials.ts';
import { bootstrapFolder, launch } from './launch.ts';
import { measureLoad } from './machine-load.ts';
import { createPlatformLog } from './platform-log.ts';
import { createPool, type Pool } from './pool.ts';
import { createProcessSlots } from './process-slots.ts';
import { createRuntimeApi, type RuntimeApi } from './runtime-api.ts';
import { createWorkFolder, type WorkFolder } from './work-folder.ts';
import { createWorker, type Worker, type WorkerEvents } from './worker.ts';
import { API_FD, workerEnvironment } from './worker-env.ts';
import { createWorkerLog } from './worker-log.ts';

export type RuntimeBase = CloudBase & Pick<Cloud, 'logs' | 'metrics'>;

export interface VersionPools {
  of(scope: Scope, version: FunctionVersion): Pool;
  /** Retires the pools of builds that are no longer stored. */
  retire(scope: Scope, functionName: string): void;
  /** Ends every process now. Current calls fail; the next call starts a new process. */
  endAll(): Promise<void>;
  close(): Promise<void>;
}

interface Entry {
  readonly pool: Pool;
  readonly scope: Scope;
  readonly version: FunctionVersion;
}

export function createVersionPools(cloud: RuntimeBase): VersionPools {
  const api = createRuntimeApi();
  const folder = createWorkFolder();
  const code = createCodeCache(cloud.store, folder.path);
  const credentials = createFunctionCredentials(cloud);
  const slots = createProcessSlots();
  const pools = new Map<string, Entry>();
  const alive = new Set<Worker>();
  const onLastEnd = new Set<() => void>();

  const open = (scope: Scope, version: FunctionVersion): Pool => {
    const state = lambdaState(cloud, scope);
    const limit = () => state.functions.get(version.functionName)?.reservedConcurrency ?? Number.POSITIVE_INFINITY;
    const layers = (version.settings.layers ?? []).map(({ blob }) => blob);
    let unpacked: Promise<Unpacked> | undefined;
    return createPool({
      slots,
      limit,
      measureLoad,
      emptied() {
        if (!unpacked) return;
        code.release([version.code.blob]);
        if (layers.length > 0) code.release(layers);
      },
      start(events) {
        unpacked ??= Promise.all([
          code.acquire([version.code.blob]),
          layers.length > 0 ? code.acquire(layers) : undefined,
        ]).then(([taskRoot, layerRoot]) => ({ taskRoot, layerRoot }));
        const worker = startWorker({ cloud, api, credentials, folder, unpacked }, scope, version, {
          ...events,
          ended(ended) {
            alive.delete(ended);
            events.ended(ended);
            if (alive.size > 0) return;
            for (const listener of onLastEnd) listener();
            onLastEnd.clear();
          },
        });
        alive.add(worker);
        return worker;
      },
    });
  };

  const endAll = async () => {
    for (const { pool } of pools.values()) {
      pool.retire();
      pool.kill();
    }
    pools.clear();
    for (const worker of alive) worker.kill();
    if (alive.size > 0) await new Promise<void>((resolve) => onLastEnd.add(resolve));
  };

  return {
    of(scope, version) {
      const key = `${scope.account}/${scope.region}/${version.functionName}:${version.version}:${version.revisionId}`;
      const entry = pools.get(key) ?? { pool: open(scope, version), scope, version };
      pools.set(key, entry);
      return entry.pool;
    },
    retire(scope, functionName) {
      const { versions } = lambdaState(cloud, scope);
      for (const [key, { pool, scope: of, version }] of pools) {
        if (version.functionName !== functionName || of.region !== scope.region || of.account !== scope.account)
          continue;
        if (versions.get(versionKey(functionName, version.version))?.revisionId === version.revisionId) continue;
        pools.delete(key);
        pool.retire();
      }
    },
    endAll,
    async close() {
      await endAll();
      await api.close();
      folder.close();
    },
  };
}

/** The folders that stand for `/var/task` and `/opt`. */
interface Unpacked {
  readonly taskRoot: string;
  /** `undefined` if the function has no layers. */
  readonly layerRoot: string | undefined;
}

interface Shared {
  readonly cloud: RuntimeBase;
  readonly api: RuntimeApi;
  readonly credentials: FunctionCredentials;
  readonly folder: WorkFolder;
  readonly unpacked: Promise<Unpacked>;
}

/** The worker exists at once; its process starts when the code is unpacked. */
function startWorker(shared: Shared, scope: Scope, version: FunctionVersion, events: WorkerEvents): Worker {
  const { cloud, api, folder } = shared;
  const { settings } = version;
  const instance = cloud.ids.uuid().replaceAll('-', '');
  const target = { scope, group: settings.logGroup, version: version.version };
  const logs = functionLogs(cloud, cloud.logs, settings.role, version.functionName);
  const log = createWorkerLog(logs, cloud.clock, target, instance);
  const watched: WorkerEvents = {
    ...events,
    ended(ended) {
      api.unregister(instance);
      events.ended(ended);
    },
  };
  const worker = createWorker(version, log, watched, cloud.options.callDuration?.(settings.memorySize));
  createPlatformLog(version, log).initStart(runtimeVersionArn(settings.runtime, scope));
  const prepared = Promise.all([shared.unpacked, api.register(instance, worker.api)]);
  prepared
    .then(([{ taskRoot, layerRoot }, runtimeApi]) => {
      const env = workerEnvironment({
        version,
        region: scope.region,
        taskRoot,
        layerRoot,
        runtimeDir: bootstrapFolder,
        runtimeApi,
        logStream: log.stream,
        endpoint: cloud.endpoint(),
        reached: settings.vpc && reachedServices(cloud, scope, settings.vpc.vpcId),
        credentials: shared.credentials.of(scope, version.functionName, settings.role),
      });
      const child = launch(settings, taskRoot, env);
      const line = child.stdio[API_FD];
      if (line) api.attach(line as Socket);
      if (child.pid !== undefined) {
        const { pid } = child;
        folder.noteProcess(pid);
        child.once('exit', () => folder.forgetProcess(pid));
      }
      worker.attach(child);
    })
    .catch((error: unknown) => worker.abort(error));
  return worker;
}
