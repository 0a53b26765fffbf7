/**
 * A world of contenders for one lock, in which every call to Parameter Store, every death and every passing of time
 * happens when the test says so: one schedule is one list of choices. The contenders run the real code.
 */
import { type KeptLock, keepLock } from '../../../src/aws/lock/keep-lock.ts';
import { LEASE } from '../../../src/aws/lock/lock-log.ts';
import type { LockStore } from '../../../src/aws/lock/lock-parameter.ts';
import { tryToTakeLock } from '../../../src/aws/lock/take-lock.ts';
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
  kept?: KeptLock | undefined;
  outcome?: string;
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
  let { deaths, staleReads = 0 } = scenario;
  const jumps = [...scenario.jumps];
  let mayUnlock = scenario.unlock === true;
  const contenders = Array.from({ length: scenario.contenders }, (_, index): Contender => {
    return { name: `c${index}`, dead: false, pending: [] };
  });
  for (const contender of contenders) void contend(contender, log, clock);

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
    if (alive && mayUnlock && newest) {
      choices.push([
        `unlock ${newest.id}`,
        async () => {
          mayUnlock = false;
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
    exclusive(contenders, ending);
  }
  ending.outcomes = contenders.map(({ outcome = 'died' }) => outcome);
  await stillUsable(log, clock, ending);
  return ending;
}

async function contend(contender: Contender, log: MemoryLog, clock: FakeClock): Promise<void> {
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
  const taking = { store, clock: own, signal, id, holder: HOLDER, observedFrom: clock.now(), first: true };
  const attempt = await tryToTakeLock(taking);
  if ('refused' in attempt) {
    contender.outcome = 'refused';
    return;
  }
  contender.kept = keepLock(attempt.taken, { store, clock: own, id, holder: HOLDER });
  await step('works', async () => {});
  await step('works', async () => {});
  const { kept } = contender;
  contender.outcome = kept.signal.aborted ? 'lost' : 'done';
  contender.kept = undefined;
  await kept.release();
}

/** At most one alive that may begin new work. Whoever was unlocked by hand learns of it at its next renewal. */
function exclusive(contenders: readonly Contender[], { trace }: Ending): void {
  const unlocked = trace.filter((what) => what.startsWith('unlock ')).map((what) => what.slice('unlock '.length));
  const holding = contenders.filter(
    ({ name, dead, kept }) => !dead && kept && !kept.signal.aborted && !unlocked.includes(name),
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
