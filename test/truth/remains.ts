/**
 * Deletes the resources that the probes leave in an account: those that a run has noted, however it ended, and by
 * prefix and tag those of an earlier run that was killed.
 */
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { errorMessage, isNotFound, undefinedIfNotFound } from '../../src/aws/sdk/errors/sdk-error.ts';
import { EXPIRES_TAG, PREFIX } from './marks.ts';
import { REMAINS, type RemainsKind } from './remains-kinds.ts';
import type { Listed } from './removable.ts';

export type { RemainsKind };

export interface Remains {
  made(kind: RemainsKind, id: string): void;
  /** Deletes what was noted, newest first. Returns a sentence for each resource that could not be deleted. */
  removeAll(clients: Clients): Promise<string[]>;
}

export function createRemains(): Remains {
  const noted: { kind: RemainsKind; id: string }[] = [];
  return {
    made: (kind, id) => void noted.push({ kind, id }),
    async removeAll(clients) {
      const problems: string[] = [];
      for (let next = noted.pop(); next; next = noted.pop()) {
        const { kind, id } = next;
        const problem = await remove(clients, kind, id);
        if (problem !== undefined) problems.push(problem);
      }
      return problems;
    },
  };
}

/** Returns `undefined` if it is gone. */
async function remove(clients: Clients, kind: RemainsKind, id: string): Promise<string | undefined> {
  try {
    await REMAINS[kind].remove(clients, id);
  } catch (error) {
    if (!isNotFound(error)) return `The ${kind} ${id} could not be removed: ${errorMessage(error)}`;
  }
  return undefined;
}

export interface Swept {
  /** `function apikit-truth-0a1b2c3d-echo` */
  readonly removed: string[];
  /** Sentences that say why something still exists. */
  readonly left: string[];
}

export interface SweepOptions {
  /** The prefix of names; by default that of all runs. */
  readonly prefix?: string;
  /** ms since the epoch; resources that expire later are kept. Absent: everything counts as expired. */
  readonly time?: number;
}

/**
 * Deletes resources with the prefix and the tag. It never touches a resource of such a name that somebody else created.
 */
export async function sweep(clients: Clients, { prefix = PREFIX, time }: SweepOptions): Promise<Swept> {
  const swept: Swept = { removed: [], left: [] };
  for (const kind of Object.keys(REMAINS) as RemainsKind[]) {
    let found: Listed[];
    try {
      found = (await REMAINS[kind].list(clients)).filter(({ name }) => name.includes(prefix));
    } catch (error) {
      swept.left.push(`It was not possible to look for things of kind ${kind}: ${errorMessage(error)}`);
      continue;
    }
    for (const { id, name } of found) {
      const tags = await undefinedIfNotFound(REMAINS[kind].tags(clients, id));
      // A resource that was being deleted when it was listed is gone by now, or will be.
      if (tags === undefined) continue;
      const problem = whyNot(kind, name, tags[EXPIRES_TAG], time) ?? (await remove(clients, kind, id));
      if (problem === undefined) swept.removed.push(`${kind} ${name}`);
      else swept.left.push(problem);
    }
  }
  return swept;
}

/** Returns a sentence. */
function whyNot(kind: RemainsKind, name: string, expires: string | undefined, time?: number): string | undefined {
  if (expires === undefined) return `The ${kind} ${name} has no tag ${EXPIRES_TAG}, so it was left.`;
  if (time !== undefined && !(Date.parse(expires) <= time)) {
    return `The ${kind} ${name} may be in use until ${expires}; \`npm run truth -- --sweep --now\` removes it before.`;
  }
  return undefined;
}

/** The beginning of the names that the runner of the parity cases uses; they have no tag. */
const OF_PARITY = /^\/?parity/;

/** The parity cases create none of these, some emulators lack them, and AWS bills requests to Cost Explorer. */
const NOT_OF_PARITY: readonly RemainsKind[] = [
  'budget',
  'cost-subscription',
  'cost-monitor',
  'scalable-target',
  'event-source',
  'queue',
  'topic',
  'state-machine',
  'http-api',
  'bucket',
];

/** Returns the existing resources of the parity cases, as `kind id`. */
export async function parityThings(clients: Clients): Promise<Set<string>> {
  const things = new Set<string>();
  for (const kind of Object.keys(REMAINS) as RemainsKind[]) {
    if (NOT_OF_PARITY.includes(kind)) continue;
    for (const { id, name } of await REMAINS[kind].list(clients)) if (OF_PARITY.test(name)) things.add(`${kind} ${id}`);
  }
  return things;
}

/** For a runner that was stopped: cases that were about to begin create resources after it has deleted its own. */
export async function removeParityThings(clients: Clients, before: ReadonlySet<string>): Promise<string[]> {
  const problems: string[] = [];
  for (const thing of await parityThings(clients)) {
    if (before.has(thing)) continue;
    const space = thing.indexOf(' ');
    const problem = await remove(clients, thing.slice(0, space) as RemainsKind, thing.slice(space + 1));
    if (problem !== undefined) problems.push(problem);
  }
  return problems;
}
