/**
 * The tools of a probe: clients of one account and region, its own names, and the note of everything that it creates.
 */
import { invokeUrl } from '../../src/aws/api-gateway/invoke-url.ts';
import { callerIdentity } from '../../src/aws/sdk/caller-identity.ts';
import { createClients } from '../../src/aws/sdk/clients.ts';
import { waitUntil } from '../../src/aws/sdk/retry.ts';
import type { TargetFacts } from '../../src/aws/sdk/target-facts.ts';
import type { Clock } from '../../src/clock.ts';
import type { KindContext } from '../../src/engine/resource.ts';
import { EXPIRES_TAG, LIFETIME, PREFIX, STAGE } from './marks.ts';
import { CouldNotTell } from './probe.ts';
import type { Remains, RemainsKind } from './remains.ts';

export interface World {
  readonly clients: ReturnType<typeof createClients>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly target: TargetFacts;
  readonly tags: Readonly<Record<string, string>>;
  /** For the waits of apikit's own code. */
  readonly context: KindContext;
  /** `apikit-truth-<run>-<what>` */
  name(what: string): string;
  /**
   * Call this before a resource is created, so that it is deleted even if the response is lost; otherwise `id` is what
   * AWS returned.
   */
  made(kind: RemainsKind, id: string): void;
  /** GET of a deployed stage. */
  get(api: string, path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Polls until there is a result. Throws `CouldNotTell` if the time is over. */
  eventually<T>(what: string, seconds: number, look: () => Promise<T | undefined>): Promise<T>;
  /** Creates what several probes share, once. */
  once<T>(what: string, make: () => Promise<T>): Promise<T>;
}

export interface WorldOptions {
  readonly region: string;
  readonly endpoint?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Eight lower-case hexadecimal digits. */
  readonly run: string;
}

/** Clients without the signal of the run: the deletion continues after Ctrl-C. */
export function clientsOf(
  { region, endpoint, env, clock }: Omit<WorldOptions, 'signal' | 'run'>,
  signal?: AbortSignal,
) {
  const own = endpoint !== undefined && !env.AWS_ACCESS_KEY_ID && !env.AWS_PROFILE;
  return createClients({
    region,
    env,
    clock,
    ...(endpoint !== undefined && { endpoint }),
    ...(own && { credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }),
    ...(signal && { signal }),
  });
}

/** Finds out whose account it is. */
export async function openWorld(options: WorldOptions, remains: Remains): Promise<World> {
  const { region, endpoint, clock, signal, run } = options;
  const clients = clientsOf(options, signal);
  const { account, partition } = await callerIdentity(clients);
  const target = { account, partition, region, ...(endpoint !== undefined && { endpoint }) };
  const shared = new Map<string, Promise<unknown>>();
  return {
    clients,
    clock,
    signal,
    target,
    tags: { [EXPIRES_TAG]: new Date(clock.now() + LIFETIME).toISOString() },
    context: { signal, note() {} },
    name: (what) => `${PREFIX}${run}-${what}`,
    made: remains.made,
    get: (api, path, headers = {}) =>
      fetch(invokeUrl(target, api, STAGE) + path, {
        headers,
        signal: AbortSignal.any([signal, AbortSignal.timeout(15_000)]),
      }),
    async eventually(what, seconds, look) {
      const hint = 'Run the probe again.';
      const patience = { what, within: seconds * 1000, firstDelay: 200, hint, clock, signal };
      return await waitUntil(patience, look).catch((error: unknown) => {
        if (!(error instanceof Error) || (error as { code?: string }).code !== 'GaveUp') throw error;
        throw new CouldNotTell(`In ${seconds} s it was not possible to ${what}.`);
      });
    },
    once<T>(what: string, make: () => Promise<T>): Promise<T> {
      if (!shared.has(what)) shared.set(what, make());
      return shared.get(what) as Promise<T>;
    },
  };
}
