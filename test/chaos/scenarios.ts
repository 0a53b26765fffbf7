/** What is disturbed: a first deploy, an update for every kind of change, and taking a stage down. */
import { BASE, CHANGES, type StageInput } from './stage-project.ts';
import { deploy, planned, type StageRun, tearDown } from './stage-runs.ts';

export interface Scenario {
  readonly name: string;
  /** What is there before, made without trouble. */
  readonly before: readonly StageInput[];
  /** What goes wrong at one call, and is then done again. */
  work(run: StageRun): Promise<unknown>;
  /** What would still be to do after that: nothing. */
  left(run: StageRun): Promise<readonly string[]>;
}

function deploying(name: string, before: readonly StageInput[], input: StageInput): Scenario {
  return { name, before, work: (run) => deploy(input, run), left: (run) => planned(input, run) };
}

function tearingDown(name: string, deleteData: boolean): Scenario {
  const nothing = async () => [];
  return { name, before: [BASE], work: (run) => tearDown(BASE, run, deleteData), left: nothing };
}

/** Every change that can be made together with the others. */
export const EVERYTHING_AT_ONCE: StageInput = Object.entries(CHANGES)
  .filter(([name]) => !['plan changed', 'plan removed', 'alarms off', 'table settings'].includes(name))
  .reduce((input, [, change]) => change(input), BASE);

export const FIRST: Scenario = deploying('first deploy', [], BASE);
export const EVERYTHING: Scenario = deploying('update: everything at once', [BASE], EVERYTHING_AT_ONCE);
export const DESTROY: Scenario = tearingDown('destroy', false);
export const DESTROY_WITH_DATA: Scenario = tearingDown('destroy with its data', true);

export const SCENARIOS: readonly Scenario[] = [
  FIRST,
  ...Object.entries(CHANGES).map(([name, change]) => deploying(`update: ${name}`, [BASE], change(BASE))),
  EVERYTHING,
  deploying('update: back again', [BASE, CHANGES.code!(CHANGES.contract!(BASE))], BASE),
  DESTROY,
  DESTROY_WITH_DATA,
];
