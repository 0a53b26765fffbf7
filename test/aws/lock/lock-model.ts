/**
 * A world of contenders for one lock. The test decides when every call of DynamoDB, every death and every passing of
 * time happens: one schedule is one list of choices. The contenders run the real code, with the expressions that it
 * sends. Each has its own clock, which is wrong by hours, and knows AWS's time to a second or two.
 */
import { type KeptLock, keepLock } from '../../../src/aws/lock/keep-lock.ts';
import { endAttribute, holdAttribute, LEASE } from '../../../src/aws/lock/lock-item.ts';
import { lockStore } from '../../../src/aws/lock/lock-store.ts';
import { takeLock, tryToTakeLock } from '../../../src/aws/lock/take-lock.ts';
import type { TimeBounds } from '../../../src/aws/sdk/server-time.ts';
import type { Clock } from '../../../src/clock.ts';
import { createFakeClock, type FakeClock } from '../fake-clock.ts';
import { clientOf, type MemoryDynamoDb, memoryDynamoDb } from './memory-dynamodb.ts';

export interface Scenario {
  contenders: number;
  /** The number of contenders that may die, before or after the effect of a call. */
  deaths: number;
  /** The ms by which the time may be moved on, each once. */
  jumps: readonly number[];
  /** The ms since a holder died. */
  deadHolder?: number;
  /** Whether somebody may remove the lock by hand, once. */
  unlock?: boolean;
  /** The number of responses that may be lost; the SDK then sends the call again. */
  repeats?: number;
  /** Whether all run on one machine, which knows which processes are gone. */
  oneMachine?: boolean;
  /** The number of contenders that destroy the stage, and delete its item with it. */
  destroyers?: number;
  /** Whether the stage exists, and its lock was released long ago. */
  deployed?: boolean;
  /** The account has no table of locks yet. */
  noTable?: boolean;
}

export interface Ending {
  /** The number of choices at each step. */
  options: number[];
  outcomes: string[];
  /** The events so far, for the report of a failing schedule. */
  trace: string[];
}

interface Call {
  what: string;
  happen(): Promise<void>;
  happenTwice(): Promise<void>;
  die(): Promise<void>;
}

interface Contender {
  name: string;
  dead: boolean;
  /** The ms by which its clock is wrong. */
  skew: number;
  /** Its calls that are under way: a renewal runs beside the work. */
  pending: Call[];
  destroys: boolean;
  kept?: KeptLock | undefined;
  outcome?: string;
}

/** The state that the lock protects: the version of the stage, or 0 for none. */
interface Stage {
  version: number;
  changes: number;
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const HOLDER = { who: 'x', where: 'x', since: 'x', what: 'x', apikit: '0' };
const STAGE = { app: 'items-api', stage: 'dev' };
const KEY = 'items-api/dev';
const NEVER = new AbortController().signal;
/** The same schedule waits for the same time in each run. */
const CALM_PARTS = { signal: NEVER, note: () => undefined, random: () => 0.5 };
/** The ms by which the bounds of AWS's time are wrong, on either side. */
const [EARLY, LATE] = [700, 1_200];

/** `choose(n)` picks one of n. Throws as soon as two hold the lock, or if nobody can take it in the end. */
export async function runSchedule(scenario: Scenario, choose: (options: number) => number): Promise<Ending> {
  const clock = createFakeClock(1_000_000_000);
  const cloud = memoryDynamoDb(clock.now);
  const ending: Ending = { options: [], outcomes: [], trace: [] };
  if (scenario.noTable) cloud.tableFrom = undefined;
  if (scenario.deadHolder !== undefined) {
    const renewed = { N: String(clock.now() - scenario.deadHolder) };
    cloud.items.set(KEY, { stage: { S: KEY }, hold: holdAttribute('dead', HOLDER), renewed });
  }
  if (scenario.deployed) {
    const at = clock.now() - 10 * LEASE;
    const ended = endAttribute({ how: 'release', at, local: 0, clock: 'another' });
    cloud.items.set(KEY, { stage: { S: KEY }, ended });
  }
  const stage: Stage = { version: scenario.deployed ? 1 : 0, changes: 1 };
  let { deaths, repeats = 0 } = scenario;
  const jumps = [...scenario.jumps];
  let mayUnlock = scenario.unlock === true;
  const contenders = Array.from({ length: scenario.contenders }, (_, index): Contender => {
    const destroys = index < (scenario.destroyers ?? 0);
    return { name: `c${index}`, dead: false, skew: index * 7_200_000 - 3_600_000, pending: [], destroys };
  });
  const isGone = (id: string) =>
    scenario.oneMachine === true && (id === 'dead' || contenders.some(({ name, dead }) => dead && name === id));
  const unlocked = new Set<string>();
  const failures: unknown[] = [];
  for (const contender of contenders)
    void contend(contender, { cloud, clock, stage, isGone, unlocked }).catch((error: unknown) => failures.push(error));

  for (;;) {
    await settle();
    const choices: [string, () => Promise<void>][] = [];
    for (const contender of contenders) {
      const { name } = contender;
      for (const pending of contender.dead ? [] : contender.pending) {
        choices.push([`${name} ${pending.what}`, pending.happen]);
        if (repeats > 0) {
          const again = async () => {
            repeats -= 1;
            await pending.happenTwice();
          };
          choices.push([`${name} ${pending.what} twice`, again]);
        }
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
    const waiting = contenders.some(({ dead, outcome }) => !dead && outcome === undefined);
    // A contender that waits for the table to be created does nothing until time passes.
    if (choices.length === 0 && scenario.noTable && waiting) {
      await clock.advance(1_000);
      continue;
    }
    const alive = choices.length > 0;
    if (alive && jumps[0] !== undefined) {
      choices.push([`${jumps[0] / 1000} s pass`, () => clock.advance(jumps.shift())]);
    }
    const held = cloud.items.get(KEY)?.hold?.M?.id?.S;
    if (alive && mayUnlock && held !== undefined) {
      choices.push([
        `unlock ${held}`,
        async () => {
          mayUnlock = false;
          unlocked.add(held);
          await byHand(cloud, clock).end(held, { how: 'unlock' });
        },
      ]);
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
  await stillUsable(cloud, clock, ending);
  return ending;
}

interface World {
  cloud: MemoryDynamoDb;
  clock: FakeClock;
  stage: Stage;
  isGone(id: string): boolean;
  /** The holders whose lock was removed by hand. They learn of it at their next renewal. */
  unlocked: Set<string>;
}

function byHand(cloud: MemoryDynamoDb, clock: Clock) {
  return lockStore({ client: clientOf(cloud), clock, ...CALM_PARTS }, STAGE);
}

/** The estimate of AWS's time in a run whose clock is wrong by `skew`. */
const awsTimeWith =
  (skew: number) =>
  (local: number): TimeBounds => ({ earliest: local - skew - EARLY, latest: local - skew + LATE });

async function contend(contender: Contender, { cloud, clock, stage, isGone, unlocked }: World): Promise<void> {
  const seen = stage.version;
  const { skew } = contender;
  const own: Clock = {
    now: () => clock.now() + skew,
    async sleep(milliseconds, signal) {
      await clock.sleep(milliseconds, signal);
      if (contender.dead) await new Promise(() => {});
    },
  };
  /** Waits for its turn; the effect of a call and its response come together unless the contender dies in between. */
  const step = <T>(what: string, effect: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const call: Call = {
        what,
        async happen() {
          contender.pending = contender.pending.filter((other) => other !== call);
          await effect().then(resolve, reject);
        },
        async happenTwice() {
          await effect().catch(() => undefined);
          await call.happen();
        },
        async die() {
          await effect().catch(() => undefined);
        },
      };
      contender.pending.push(call);
    });
  const send = (command: object) => step(describe(command), () => cloud.send(command));
  const store = lockStore({ client: clientOf({ send }), clock: own, ...CALM_PARTS }, STAGE);
  const id = contender.name;
  const holding = { store, clock: own, clockId: id, awsTime: awsTimeWith(skew), id, holder: HOLDER };
  const attempt = await takeLock(
    { ...holding, former: undefined, signal: NEVER, observedFrom: own.now(), first: seen === 0 },
    { within: 0, onWait: () => undefined, isGone: async (hold) => isGone(hold.id) },
  );
  if ('refused' in attempt) {
    if (isGone(attempt.refused.id)) throw new Error(`${id} is refused by ${attempt.refused.id}, which is gone`);
    contender.outcome = 'refused';
    return;
  }
  if (!attempt.taken.changedMeanwhile && stage.version !== seen && !unlocked.has(id))
    throw new Error(`${id} saw version ${seen} of the stage, goes by that, and it is ${stage.version} now`);
  contender.kept = keepLock(attempt.taken, holding);
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

/** Describes a call such as `UpdateItem SET #hold = …`, which is enough to distinguish a claim from a release. */
function describe(command: object): string {
  const { UpdateExpression = '' } = (command as { input: { UpdateExpression?: string } }).input;
  return `${command.constructor.name.replace('Command', '')} ${UpdateExpression}`.trim();
}

/**
 * At most one living contender may begin new work. A holder that was unlocked by hand learns of it at its next renewal.
 */
function exclusive(contenders: readonly Contender[], unlocked: ReadonlySet<string>, { trace }: Ending): void {
  const holding = contenders.filter(
    ({ name, dead, kept }) => !dead && kept && !kept.signal.aborted && !unlocked.has(name),
  );
  if (holding.length > 1) throw new Error(`two hold the lock: ${trace.join(', ')}`);
}

/** The lock can be taken one lease later, whatever a run left behind. */
async function stillUsable(cloud: MemoryDynamoDb, clock: FakeClock, { trace }: Ending): Promise<void> {
  await clock.advance(LEASE + EARLY + LATE);
  const store = byHand(cloud, clock);
  const holding = { store, former: undefined, clock, clockId: 'last', awsTime: awsTimeWith(0), signal: NEVER };
  const taking = { ...holding, id: 'last', holder: HOLDER, observedFrom: clock.now(), first: false };
  let attempt: Awaited<ReturnType<typeof tryToTakeLock>> | undefined;
  const trying = tryToTakeLock(taking).then((result) => {
    attempt = result;
  });
  for (let second = 0; second < 10 && !attempt; second += 1) await clock.advance(1_000);
  await trying;
  if (!attempt || 'refused' in attempt) throw new Error(`nobody can take the lock any more: ${trace.join(', ')}`);
}

/** Runs every possible schedule. */
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
