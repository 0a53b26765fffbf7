/**
 * A world of contenders for one lock, in which every call to Parameter Store, every death and every passing of time
 * happens when the test says so: one schedule is one list of choices. The contenders run the real code.
 */
import { type KeptLock, keepLock } from '../../../src/aws/lock/keep-lock.ts';
import { LEASE } from '../../../src/aws/lock/lock-log.ts';
import type { LockStore } from '../../../src/aws/lock/lock-parameter.ts';
import { takeLock, tryToTakeLock } from '../../../src/aws/lock/take-lock.ts';
import type { Clock } from '../../../src/clock.ts';
import { createFakeClock, type FakeClock } from '../fake-clock.ts';
import { type MemoryLog, memoryLog } from './memory-log.ts';

export interface Scenario {
  contenders: number;
  /** How many of them may die, before or after the effect of a call. */
  deaths: number;
  /** ms by which the time may be moved on, each once. */
  jumps: readonly number[];
  /** Somebody died holding, so long ago. */
  deadHolder?: number;
  /** Somebody may remove the lock by hand, once. */
  unlock?: boolean;
  /** Reads that miss the newest entries, this many of them. */
  staleReads?: number;
  /** All run on one machine, where it is known whose process is gone. */
  oneMachine?: boolean;
  /** So many of them destroy the stage, and remove the lock's log with it. */
  destroyers?: number;
  /** The stage is there, and its lock was given back long ago. */
  deployed?: boolean;
}

export interface Ending {
  /** How many choices there were at each step. */
  options: number[];
  outcomes: string[];
  /** What happened, for a failing schedule. */
  trace: string[];
}

interface Contender {
  name: string;
  dead: boolean;
  /** Its calls that are under way: a renewal goes beside the work. */
  pending: { what: string; happen(): Promise<void>; die(): Promise<void> }[];
  destroys: boolean;
  kept?: KeptLock | undefined;
  outcome?: string;
}

/** What the lock protects: which version of the stage there is, 0 for none. */
interface Stage {
  version: number;
  changes: number;
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const HOLDER = { who: 'x', where: 'x', since: 'x', what: 'x', apikit: '0' };

/** `choose(n)` picks one of n. Throws as soon as two hold the lock, or when nobody can take it in the end. */
export async function runSchedule(scenario: Scenario, choose: (options: number) => number): Promise<Ending> {
  const clock = createFakeClock(1_000_000);
  const log = memoryLog(clock.now);
  const ending: Ending = { options: [], outcomes: [], trace: [] };
  if (scenario.deadHolder !== undefined) {
    log.entries.push({
      version: 1,
      at: clock.now() - scenario.deadHolder,
      entry: { entry: 'claim', id: 'dead', ...HOLDER },
    });
  }
  if (scenario.deployed) {
    const at = clock.now() - 10 * LEASE;
    log.entries.push({ version: 1, at, entry: { entry: 'claim', id: 'before', ...HOLDER } });
    log.entries.push({ version: 2, at, entry: { entry: 'release', id: 'before', after: 1 } });
  }
  const stage: Stage = { version: scenario.deployed ? 1 : 0, changes: 1 };
  let { deaths, staleReads = 0 } = scenario;
  const jumps = [...scenario.jumps];
  let mayUnlock = scenario.unlock === true;
  const contenders = Array.from({ length: scenario.contenders }, (_, index): Contender => {
    return { name: `c${index}`, dead: false, pending: [], destroys: index < (scenario.destroyers ?? 0) };
  });
  const isGone = (id: string) =>
    scenario.oneMachine === true && contenders.some(({ name, dead }) => dead && name === id);
  const unlocked = new Set<string>();
  const failures: unknown[] = [];
  for (const contender of contenders)
    void contend(contender, { log, clock, stage, isGone, unlocked }).catch((error: unknown) => failures.push(error));

  for (;;) {
    await settle();
    const choices: [string, () => Promise<void>][] = [];
    for (const contender of contenders) {
      const { name } = contender;
      for (const pending of contender.dead ? [] : contender.pending) {
        choices.push([`${name} ${pending.what}`, pending.happen]);
        if (deaths === 0) continue;
        const dying = (step: () => Promise<void>) => async () => {
          deaths -= 1;
          contender.dead = true;
          await step();
        };
        choices.push([`${name} dies before ${pending.what}`, dying(async () => {})]);
        choices.push([`${name} dies after ${pending.what}`, dying(pending.die)]);
      }
    }
    const alive = choices.length > 0;
    if (alive && jumps[0] !== undefined) {
      choices.push([`${jumps[0] / 1000} s pass`, () => clock.advance(jumps.shift())]);
    }
    const newest = log.entries.findLast(({ entry }) => entry?.entry === 'claim')?.entry;
    // Nobody unlocks a destroy that is at work: in its last half minute it would not notice, and remove the log of another.
    const destroys = contenders.some(({ name, destroys: one }) => one && name === newest?.id);
    if (alive && mayUnlock && newest && !destroys) {
      choices.push([
        `unlock ${newest.id}`,
        async () => {
          mayUnlock = false;
          unlocked.add(newest.id);
          // As if read before: it names whoever claimed last, holder or not.
          await log.append({ entry: 'unlock', id: newest.id });
        },
      ]);
    }
    if (alive && staleReads > 0 && log.entries.length > 0) {
      const lag = async () => {
        log.hidden = staleReads;
        staleReads -= 1;
      };
      choices.push(['reads fall behind', lag]);
    }
    if (choices.length === 0) break;
    ending.options.push(choices.length);
    const [what, step] = choices[choose(choices.length)] as [string, () => Promise<void>];
    ending.trace.push(what);
    await step();
    await settle();
    exclusive(contenders, unlocked, ending);
    if (failures.length > 0) throw new Error(`${failures}: ${ending.trace.join(', ')}`);
  }
  ending.outcomes = contenders.map(({ outcome = 'died' }) => outcome);
  await stillUsable(log, clock, ending);
  return ending;
}

interface World {
  log: MemoryLog;
  clock: FakeClock;
  stage: Stage;
  isGone(id: string): boolean;
  /** By hand: these learn of it at their next renewal. */
  unlocked: Set<string>;
}

async function contend(contender: Contender, { log, clock, stage, isGone, unlocked }: World): Promise<void> {
  const seen = stage.version;
  const own: Clock = {
    now: clock.now,
    async sleep(milliseconds, signal) {
      await clock.sleep(milliseconds, signal);
      if (contender.dead) await new Promise(() => {});
    },
  };
  /** Waits for its turn; a call's effect and its answer come together unless the contender dies in between. */
  const step = <T>(what: string, effect: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const call = {
        what,
        async happen() {
          contender.pending = contender.pending.filter((other) => other !== call);
          await effect().then(resolve, reject);
        },
        async die() {
          await effect();
        },
      };
      contender.pending.push(call);
    });
  const store: LockStore = {
    append: (entry) => step(entry.entry, () => log.append(entry)),
    begin: (entry) => step('begin', () => log.begin(entry)),
    versions: (...numbers) => step('looks', () => log.versions(...numbers)),
    history: () => step('reads the log', () => log.history()),
    tag: () => log.tag(),
    remove: () => step('removes', () => log.remove()),
  };
  const id = contender.name;
  const signal = new AbortController().signal;
  const taking = { store, clock: own, signal, id, holder: HOLDER, observedFrom: clock.now(), first: seen === 0 };
  const attempt = await takeLock(taking, {
    within: 0,
    onWait: () => undefined,
    isGone: async (hold) => isGone(hold.id),
  });
  if ('refused' in attempt) {
    if (isGone(attempt.refused.id)) throw new Error(`${id} is refused by ${attempt.refused.id}, which is gone`);
    contender.outcome = 'refused';
    return;
  }
  if (!attempt.taken.changedMeanwhile && stage.version !== seen && !unlocked.has(id))
    throw new Error(`${id} saw version ${seen} of the stage, goes by that, and it is ${stage.version} now`);
  contender.kept = keepLock(attempt.taken, { store, clock: own, id, holder: HOLDER });
  const { kept, destroys } = contender;
  const work = async () => {
    if (kept.signal.aborted || unlocked.has(id)) return;
    stage.changes += 1;
    stage.version = destroys ? 0 : stage.changes;
  };
  await step('works', work);
  await step('works', work);
  contender.outcome = kept.signal.aborted ? 'lost' : 'done';
  contender.kept = undefined;
  await (destroys ? kept.remove() : kept.release());
}

/** At most one alive that may begin new work. Whoever was unlocked by hand learns of it at its next renewal. */
function exclusive(contenders: readonly Contender[], unlocked: ReadonlySet<string>, { trace }: Ending): void {
  const holding = contenders.filter(
    ({ name, dead, kept }) => !dead && kept && !kept.signal.aborted && !unlocked.has(name),
  );
  if (holding.length > 1) throw new Error(`two hold the lock: ${trace.join(', ')}`);
}

/** Whatever was left behind, a lease later the lock can be had. */
async function stillUsable(log: MemoryLog, clock: FakeClock, { trace }: Ending): Promise<void> {
  await clock.advance(LEASE);
  const taking = { store: log, clock, signal: new AbortController().signal, id: 'last', holder: HOLDER };
  const attempt = await tryToTakeLock({ ...taking, observedFrom: clock.now(), first: false });
  if ('refused' in attempt) throw new Error(`nobody can take the lock any more: ${trace.join(', ')}`);
}

/** Every schedule there is. */
export async function everySchedule(scenario: Scenario): Promise<{ schedules: number; outcomes: Set<string> }> {
  const outcomes = new Set<string>();
  let prefix: number[] | undefined = [];
  let schedules = 0;
  while (prefix) {
    const taken: number[] = [];
    const fixed: number[] = prefix;
    const { options, outcomes: these } = await runSchedule(scenario, () => {
      const choice = fixed[taken.length] ?? 0;
      taken.push(choice);
      return choice;
    });
    schedules += 1;
    outcomes.add([...these].sort().join(' '));
    let last = taken.length - 1;
    while (last >= 0 && (taken[last] as number) + 1 >= (options[last] as number)) last -= 1;
    prefix = last < 0 ? undefined : [...taken.slice(0, last), (taken[last] as number) + 1];
  }
  return { schedules, outcomes };
}
