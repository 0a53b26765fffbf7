/**
 * A stage with its own traffic, on a clock that only the test moves: requests come whenever a watch waits for its next
 * look.
 */
import type { Clock } from '../../src/clock.ts';
import { LOOK_EVERY } from '../../src/stage/canary/watch-canary.ts';
import type { Io } from '../../src/ui/io.ts';
import type { CliResult } from '../helpers/cli.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';

export interface WatchedStage {
  readonly project: Project;
  readonly clock: Clock;
  /** The number of requests between two looks. */
  traffic: number;
  /** The status of the responses that fail, in code that is deployed from now on. */
  failure: number;
  /** Called before each wait for the next look, with the number of looks so far. */
  beforeLook?: (looks: number) => unknown;
  /** Deploys code that returns this word, and responds to every n-th request with that status (0: none). */
  deploy(word: string, failing: number, ...flags: string[]): Promise<{ url: string; release: string }>;
  /** The same, as the output of the command; for work during the traffic. */
  deployWatched(word: string, failing: number, ...flags: string[]): Promise<CliResult>;
  apikit(argv: readonly string[], overrides?: Partial<Io>): Promise<CliResult>;
  json<T = Record<string, unknown>>(argv: readonly string[]): Promise<T>;
  /** Returns the words in this many responses. */
  heard(times?: number): Promise<Set<string>>;
  /** Lets time pass. */
  pass(milliseconds: number): void;
  close(): Promise<void>;
}

const STAGE = ['--stage', 'dev'];

/** The number of simultaneous requests. */
const AT_ONCE = 10;

export async function startWatchedStage(config = ''): Promise<WatchedStage> {
  const fake = fakeClock();
  const project = await startSmallProject([], { clock: fake.cloud });
  project.answer('greet');
  project.edit('apikit.yaml', (text) => `${text}\n${config}`);
  project.edit('openapi.yaml', (text) =>
    text.replace(
      /^paths:\n/m,
      "paths:\n  /greet:\n    get:\n      operationId: greet\n      security: []\n      responses:\n        '200': { description: OK }\n",
    ),
  );
  let url = '';
  let looks = 0;
  const get = async () => (await (await fetch(`${url}/greet`)).json()) as { word?: string };
  const many = async (count: number) => {
    const answers: { word?: string }[] = [];
    for (let left = count; left > 0; left -= AT_ONCE)
      answers.push(...(await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, get))));
    return answers;
  };
  const clock: Clock = {
    now: fake.now,
    async sleep(milliseconds, signal) {
      if (milliseconds === LOOK_EVERY) {
        looks += 1;
        await stage.beforeLook?.(looks);
        await many(stage.traffic);
      }
      await fake.client.sleep(milliseconds, signal);
    },
  };
  const stage: WatchedStage = {
    project,
    clock,
    traffic: 24,
    failure: 500,
    async deploy(word, failing, ...flags) {
      const result = await stage.deployWatched(word, failing, ...flags, '--json');
      if (result.code !== 0) throw new Error(result.stderr);
      const deployed = result.json<{ url: string; release: string }>();
      url = deployed.url;
      return deployed;
    },
    async deployWatched(word, failing, ...flags) {
      project.edit('src/operations/greet.ts', () => greeting(word, failing, stage.failure));
      return await stage.apikit(['deploy', ...STAGE, '--yes', ...flags]);
    },
    apikit: (argv, overrides = {}) => project.apikit(argv, { clock, ...overrides }),
    async json<T>(argv: readonly string[]) {
      const result = await stage.apikit([...argv, '--json']);
      if (result.code !== 0) throw new Error(`apikit ${argv.join(' ')} ended with ${result.code}: ${result.stderr}`);
      return result.json<T>();
    },
    heard: async (times = 40) => new Set((await many(times)).flatMap(({ word }) => word ?? [])),
    pass: fake.advance,
    close: () => project.close(),
  };
  return stage;
}

const greeting = (word: string, failing: number, failure: number): string => `let calls = 0;
export const greet = async () => {
  calls += 1;
  return { status: ${failing} > 0 && calls % ${failing} === 0 ? ${failure} : 200, body: { word: '${word}' } };
};
`;

/** Parses the lines of NDJSON. */
export function eventsOf({ stdout }: CliResult): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
