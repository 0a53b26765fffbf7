/**
 * One session of `apikit dev`: deploys the stage `local`, deploys it again at every save, and tells what happens. Knows
 * nothing of terminals. A save that is broken is told and changes nothing: the stage serves what it served.
 */
import { relative } from 'node:path';
import { createKey } from '../aws/keys/new-key.ts';
import { readyKey } from '../aws/keys/ready-key.ts';
import { createStackTraces } from '../bundle/node/stack-traces.ts';
import { docsPage, docsScript } from '../contract/docs/docs-page.ts';
import type { ApikitError } from '../errors.ts';
import { functionLogGroup, usagePlanName } from '../naming/names.ts';
import { PROBE_PATH } from '../naming/release-marks.ts';
import { stageTags } from '../naming/tags.ts';
import { createCallOrder } from './call-order.ts';
import { followLive, type LiveEntry, putDocs, warmFunction } from './cloud-line.ts';
import { codeFrames } from './code-frame.ts';
import type { Emit } from './dev-event.ts';
import { createLocalStage, type LocalStageParts, type ServedStage } from './local-stage.ts';
import { createSaveQueue } from './save-queue.ts';
import { watchProject } from './watch-project.ts';

export interface SessionParts extends Omit<LocalStageParts, 'onCode' | 'onFunction' | 'notices'> {
  /** The project's folder. */
  readonly root: string;
  readonly emit: Emit;
  /** Any error in the user's words. */
  explain(error: unknown): ApikitError;
  /** Where the cloud listens; starts it again if it has gone. */
  endpoint(): Promise<string>;
}

export interface Session {
  /** Makes one more key; `undefined` where nothing is deployed yet or there is no usage plan. */
  createKey(): Promise<{ name: string; value: string } | undefined>;
  /** Renders the contract as it is deployed; the page's address, `undefined` where nothing is deployed yet. */
  docs(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** ms until a cloud that could not be listened to is tried again. */
const AGAIN = 1_000;

/** Of the key that every session shows, and the beginning of those that are made in it. */
const KEY_NAME = 'dev';

/** Begins with the first deploy. */
export function startSession(parts: SessionParts): Session {
  const { root, emit, clock, signal } = parts;
  const traces = createStackTraces(root);
  const warned = new Set<string>();
  const stage = createLocalStage({
    ...parts,
    notices: {
      note: (text) => emit({ type: 'note', text }),
      // Once in a session, not at every save.
      warn(text) {
        if (!warned.has(text)) emit({ type: 'warning', text });
        warned.add(text);
      },
    },
    onCode({ sha256, sourceMap }) {
      if (sourceMap !== undefined) traces.learn(sha256, sourceMap);
    },
    onFunction({ endpoint, region }, name) {
      // Its process starts while the rest of the release is made. If not now, then with the first call.
      if (endpoint !== undefined) warmFunction(endpoint, region, name).catch(() => {});
    },
  });
  let served: ServedStage | undefined;
  /** What was wrong with the last save. */
  let broken: string | undefined;

  const attempt = async () => {
    const deployed = await stage.deploy();
    const changes = deployed.changes.map(({ resource, action }) => ({ resource, action }));
    const isNew = served?.url !== deployed.served.url;
    // A plan that is new has no keys yet.
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
    // What was read before and is gone counts too; what editors write beside their files does not.
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

  const tell = createCallOrder(clock, (entry) => {
    if (entry.type === 'log') emit({ ...entry, message: traces.mapped(entry.message) });
    else emit(entry.error === undefined ? entry : { ...entry, error: traces.mapped(entry.error) });
  });
  const overhear = (entry: LiveEntry) => {
    // Before anything is served: the first process starts while its release is made.
    if (entry.type === 'log' && parts.inspector?.heard(entry)) return;
    if (entry.type === 'request' ? isProbe(entry.path) : entry.group !== logGroup()) return;
    tell(entry);
  };
  const logGroup = () => served && functionLogGroup(served.config);

  /** The cloud may be stopped from another terminal, and is started again: its state is kept. */
  const listen = async () => {
    const { ended } = await followLive(await parts.endpoint(), overhear, signal);
    await ended;
    if (signal.aborted) return;
    emit({ type: 'note', text: 'The embedded cloud has gone; starting it again.' });
    stage.forget();
    queue.saved(root);
  };
  const listening = (async () => {
    while (!signal.aborted) {
      // Why it cannot be started is told by the deploy, which needs it too.
      await listen().catch(() => clock.sleep(AGAIN, signal).catch(() => {}));
    }
  })();

  queue.saved(root);
  return {
    async createKey() {
      await queue.settled();
      const plan = served && Object.keys(served.config.usagePlans)[0];
      if (!served || plan === undefined) return undefined;
      const name = `${KEY_NAME}-${new Date(clock.now()).toISOString().replace(/\D/g, '').slice(0, 14)}`;
      const { work, wanted } = await keyWork(served, plan, name, parts);
      return { name, value: (await createKey(work, wanted)).value };
    },
    async docs() {
      await queue.settled();
      if (!served) return undefined;
      // Its cloud keeps the page in memory, and gives it to nobody but a browser of this machine.
      const apiKey = await sharedKey(served, parts);
      const page = docsPage({
        document: served.document,
        script: await docsScript(),
        serverUrl: served.url,
        ...(apiKey !== undefined && { apiKey }),
      });
      return await putDocs(await parts.endpoint(), page);
    },
    async close() {
      watch.close();
      await queue.settled();
      await listening;
      await stage.close();
    },
  };
}

/** A deploy's own question to the stage which release it serves. */
const isProbe = (path: string) => path.startsWith(PROBE_PATH);

/** The key that a session shows, in the first plan; the same in every session. */
async function sharedKey(served: ServedStage, parts: SessionParts): Promise<string | undefined> {
  const [plan] = Object.keys(served.config.usagePlans);
  if (plan === undefined) return undefined;
  const { work, wanted } = await keyWork(served, plan, KEY_NAME, parts);
  return await readyKey(work, wanted);
}

async function keyWork({ config, place }: ServedStage, plan: string, name: string, { clock, signal }: SessionParts) {
  const client = await place.clients.apiGateway();
  return {
    work: { client, clock, signal },
    wanted: { name, plan: usagePlanName(config, plan), tags: stageTags(config) },
  };
}
