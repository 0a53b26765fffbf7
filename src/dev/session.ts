/**
 * One session of `apikit dev`: it deploys the stage `local`, deploys it again after every save, and reports events. It
 * does not know the terminal. A save with an error is reported and changes nothing: the stage keeps its last release.
 */
import { relative } from 'node:path';
import { createStackTraces } from '../bundle/node/stack-traces.ts';
import type { ApikitError } from '../errors.ts';
import type { LiveEntry } from '../logs/live-entry.ts';
import { functionLogGroup } from '../naming/names.ts';
import { PROBE_PATH } from '../naming/release-marks.ts';
import type { Emit } from '../ui/dev-event.ts';
import { createCallOrder } from './call-order.ts';
import { followLive, warmFunction } from './cloud-line.ts';
import { codeFrames } from './code-frame.ts';
import { createLocalStage, type LocalStageParts, type ServedStage } from './local-stage.ts';
import { createSaveQueue } from './save-queue.ts';
import { anotherKey, sharedKey } from './shared-key.ts';
import { watchProject } from './watch-project.ts';

export interface SessionParts extends Omit<LocalStageParts, 'onCode' | 'onFunction' | 'notices'> {
  /** The folder of the project. */
  readonly root: string;
  readonly emit: Emit;
  /** Turns any error into an error for the user. */
  explain(error: unknown): ApikitError;
  /** The address of the cloud. Starts the cloud again if it stopped. */
  endpoint(): Promise<string>;
}

export interface Session {
  /** Creates one more API key; `undefined` if nothing is deployed yet or there is no usage plan. */
  createKey(): Promise<{ name: string; value: string } | undefined>;
  close(): Promise<void>;
}

/** The time in ms before a new attempt to listen to the cloud. */
const AGAIN = 1_000;

/** The session starts with a deploy. */
export function startSession(parts: SessionParts): Session {
  const { root, emit, clock, signal } = parts;
  const traces = createStackTraces(root);
  const warned = new Set<string>();
  const stage = createLocalStage({
    ...parts,
    notices: {
      note: (text) => emit({ type: 'note', text }),
      // A warning is shown once in a session, not at every save.
      warn(text) {
        if (!warned.has(text)) emit({ type: 'warning', text });
        warned.add(text);
      },
    },
    onCode({ sha256, sourceMap }) {
      if (sourceMap !== undefined) traces.learn(sha256, sourceMap);
    },
    onFunction({ endpoint, region }, name) {
      // The function's process starts while apikit creates the rest of the release. If this fails, the first call
      // starts it.
      if (endpoint !== undefined) warmFunction(endpoint, region, name).catch(() => {});
    },
  });
  let served: ServedStage | undefined;
  /** The message of the error of the last save. */
  let broken: string | undefined;

  const attempt = async () => {
    const deployed = await stage.deploy();
    const changes = deployed.changes.map(({ resource, action }) => ({ resource, action }));
    const isNew = served?.url !== deployed.served.url;
    // A new usage plan has no keys yet.
    const needsKey = isNew || changes.some(({ action }) => action === 'create');
    const key = needsKey ? await sharedKey(deployed.served, parts) : undefined;
    return { served: deployed.served, changes, key, isNew };
  };

  const deploy = async (paths: readonly string[]) => {
    const begun = clock.now();
    const known = new Set(stage.sources());
    if (served && paths.some((path) => known.has(path))) emit({ type: 'deploying', files: namesOf(paths, known) });
    const outcome = await attempt().catch((error: unknown) => ({ error }));
    const sources = stage.sources();
    watch.sources(sources);
    // Files that the last deploy read count even if they are gone now. Files that editors write beside them do not
    // count.
    const files = namesOf(paths, new Set([...known, ...sources]));
    const asked = files.length > 0 || paths.includes(root);
    if ('error' in outcome) {
      if (signal.aborted) return;
      const error = parts.explain(outcome.error);
      const frames = await codeFrames(error, root);
      if (asked || broken !== error.message)
        emit({ type: 'failed', files, error, frames, serving: served?.release ?? null });
      broken = error.message;
      return;
    }
    const { changes, key, isNew } = outcome;
    served = outcome.served;
    const { release, url, config } = served;
    const ms = clock.now() - begun;
    if (isNew) emit({ type: 'ready', app: config.app, url, key: key ?? null, release, ms });
    else if (changes.length > 0) emit({ type: 'deployed', files, release, changes, ms });
    else if (asked || broken !== undefined) emit({ type: 'unchanged', files, release });
    broken = undefined;
  };
  const namesOf = (paths: readonly string[], among: ReadonlySet<string>) =>
    paths.filter((path) => among.has(path)).map((path) => relative(root, path));

  const queue = createSaveQueue(clock, deploy);
  const watch = watchProject(root, (path) => queue.saved(path));

  const emitInOrder = createCallOrder(clock, (entry) => {
    if (entry.type === 'log') emit({ ...entry, message: traces.mapped(entry.message) });
    else emit(entry.error === undefined ? entry : { ...entry, error: traces.mapped(entry.error) });
  });
  const overhear = (entry: LiveEntry) => {
    // This comes before the check for a served stage, because the first process starts while apikit creates its
    // release.
    if (entry.type === 'log' && parts.inspector?.heard(entry)) return;
    if (entry.type === 'request' ? isProbe(entry.path) : entry.group !== logGroup()) return;
    emitInOrder(entry);
  };
  const logGroup = () => served && functionLogGroup(served.config);

  /** Another terminal may stop the cloud. The session starts it again, and its state is kept. */
  const listen = async () => {
    const { ended } = await followLive(await parts.endpoint(), overhear, signal);
    await ended;
    if (signal.aborted) return;
    emit({ type: 'note', text: 'The embedded cloud stopped; starting it again.' });
    stage.forget();
    queue.saved(root);
  };
  const listening = (async () => {
    while (!signal.aborted) {
      // The deploy needs the cloud too, and reports why it cannot start.
      await listen().catch(() => clock.sleep(AGAIN, signal).catch(() => {}));
    }
  })();

  queue.saved(root);
  return {
    async createKey() {
      await queue.settled();
      return served && (await anotherKey(served, parts));
    },
    async close() {
      watch.close();
      await queue.settled();
      await listening;
      await stage.close();
    },
  };
}

/** A deploy asks the stage for the release that it serves. */
const isProbe = (path: string) => path.startsWith(PROBE_PATH);
