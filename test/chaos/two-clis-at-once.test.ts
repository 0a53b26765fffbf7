/**
 * Two people run `apikit deploy` for one stage at the same moment, from checkouts that differ, with the built program.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { type Clock, systemClock } from '../../src/clock.ts';
import { apikit, type CliResult } from '../helpers/cli.ts';
import { type Project, scaffoldSmall, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

/** `npm run chaos` uses a hundred. */
const TIMES = Number(process.env.CHAOS_TIMES ?? 2);
const STAGE = ['--stage', 'dev'];

/** The real time, but waits take a tenth of their time. */
const clock: Clock = { now: Date.now, sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / 10, signal) };

let project: Project;
let clients: Clients;
/** Run apikit in one of the two checkouts, with the same cloud. */
let checkouts: ((argv: readonly string[]) => Promise<CliResult>)[];

beforeAll(async () => {
  project = await startSmallProject([], { adversity: { factor: 0 }, tableTransitionMs: 0 });
  clients = clientsOf(project);
  const other = await scaffoldSmall();
  appendFileSync(join(other, 'src/handler.ts'), '\nexport const other = 1;\n');
  project.edit('apikit.yaml', (text) =>
    text.replace(/^usagePlans:\n/m, 'usagePlans:\n  gold: { rate: 50, burst: 99 }\n'),
  );
  const env = { AWS_ENDPOINT_URL: project.cloud.endpoint };
  checkouts = [(argv) => project.apikit(argv, { clock }), (argv) => apikit(argv, { cwd: other, env, clock })];
});
afterAll(async () => {
  clients.destroy();
  await project.close();
});

/** Runs both at once, the second one some turns of the event loop later. */
async function race(turns: number, flags: readonly string[]): Promise<CliResult[]> {
  const [one, other] = checkouts as [(typeof checkouts)[number], (typeof checkouts)[number]];
  const argv = ['deploy', ...STAGE, '--yes', '--json', ...flags];
  const first = one(argv);
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return await Promise.all([first, other(argv)]);
}

const codeOf = (result: CliResult) =>
  result.code === 0 ? 'done' : result.json<{ error: { code: string } }>().error.code;

it.each([
  ['end with one result: the other reports the lock', [], ['done', 'Locked', 'ChangedMeanwhile']],
  ['end one after the other with --wait', ['--wait'], ['done', 'ChangedMeanwhile']],
])(
  `two deploys at once, ${TIMES} times, %s`,
  async (_, flags, endings) => {
    for (let time = 0; time < TIMES; time += 1) {
      // Alternately with a stage that exists and with one that does not.
      if (time % 2 === 0)
        await fetch(`${project.cloud.endpoint}/_apikit/reset`, {
          method: 'POST',
          headers: { 'x-apikit-control': 'test' },
        });
      const ended = (await race(time * 5, flags)).map(codeOf);
      expect(ended).toContain('done');
      for (const ending of ended) expect(endings).toContain(ending);
      // The account has everything that one of the two wanted: nothing is left to do, and nothing exists twice.
      const plans = await Promise.all(
        checkouts.map(async (run) => (await run(['plan', ...STAGE, '--json'])).json<{ changes: object[] }>()),
      );
      const left = plans.map(({ changes }) => changes);
      expect(left.filter((changes, index) => changes.length === 0 && ended[index] === 'done')).toHaveLength(1);
      const { items = [] } = await (await clients.apiGateway()).send(new GetRestApisCommand({}));
      expect(items).toHaveLength(1);
      // And the lock is free.
      const unlocked = await project.json(['unlock', ...STAGE]);
      expect(unlocked).toMatchObject({ unlocked: false });
    }
  },
  300_000 + TIMES * 60_000,
);
