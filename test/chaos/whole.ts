/**
 * One worker of `npm run chaos`: every fault at every call of every scenario, as far as they belong to this worker. It
 * reports each one to its parent.
 */
import { openLaboratory, type Verdict } from './chaos.ts';
import { FAULTS } from './chaos-world.ts';
import { steadyDice } from './dice.ts';
import { SCENARIOS } from './scenarios.ts';

const [share = 0, workers = 1] = process.argv.slice(2, 4).map(Number);
const only = process.argv[4] ?? '';
const tell = (scenario: string, verdict: Verdict) => process.send?.({ scenario, verdict });

steadyDice();
const laboratory = await openLaboratory();
for (const scenario of SCENARIOS.filter(({ name }) => name.includes(only))) {
  const clean = await laboratory.clean(scenario);
  for (let nth = 1; nth <= clean.calls.length; nth += 1) {
    for (const [index, fault] of FAULTS.entries()) {
      // The number decides, not the order: workers may poll a state a different number of times.
      if ((nth * FAULTS.length + index) % workers !== share) continue;
      tell(scenario.name, await laboratory.examine(scenario, clean, { nth, fault }));
    }
  }
}
await laboratory.close();
process.disconnect?.();
