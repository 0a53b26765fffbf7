/**
 * One worker of `npm run chaos`: every fault at every call of every scenario, as far as they belong to this worker. It
 * reports each one to its parent.
 */
import { isRead } from '../../src/aws/sdk/call-counter.ts';
import { type Clean, openLaboratory, type Verdict } from './chaos.ts';
import type { Fault } from './chaos-world.ts';
import { steadyDice } from './dice.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

/** Each call answers these in its own way. */
const ALWAYS: readonly Fault[] = ['500', 'throttled', 'reset'];
/** A read leaves no trace: a kill after it is a kill before it, and a lost answer is a lost request. */
const AT_WRITES: readonly Fault[] = ['killed after', 'answer dropped'];

const [share = 0, workers = 1] = process.argv.slice(2, 4).map(Number);
const only = process.argv[4] ?? '';

const reads = (call: string | undefined) => call !== undefined && isRead(call.split('.')[1]!);

steadyDice();
const laboratory = await openLaboratory();
for (const scenario of SCENARIOS.filter(({ name }) => name.includes(only))) {
  const clean = await laboratory.clean(scenario);
  // The number decides, not the order: workers may poll a state a different number of times.
  for (let nth = 1 + share; nth <= clean.calls.length; nth += workers) await examineCall(scenario, clean, nth);
}
await laboratory.close();
process.disconnect?.();

/** Tries the faults at one call that leave something else than another fault, here or at the call before. */
async function examineCall(scenario: Scenario, clean: Clean, nth: number): Promise<void> {
  const verdicts = await examine(scenario, clean, nth, ALWAYS);
  // Calls that are made side by side have no order, so the calls that were struck decide.
  const isWrite = !verdicts.every(({ call }) => reads(call));
  const killed: readonly Fault[] = isWrite || !reads(clean.calls[nth - 2]) ? ['killed before'] : [];
  await examine(scenario, clean, nth, [...killed, ...(isWrite ? AT_WRITES : [])]);
}

async function examine(scenario: Scenario, clean: Clean, nth: number, faults: readonly Fault[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const fault of faults) {
    const verdict = await laboratory.examine(scenario, clean, { nth, fault });
    process.send?.({ scenario: scenario.name, verdict });
    verdicts.push(verdict);
  }
  return verdicts;
}
