/**
 * The number of AWS calls of a stage that has every setting at once (docs/figures.md). A new setting raises the figures
 * by the calls that its own resources need, and a deploy without changes never writes.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import {
  FUNCTION,
  NOT_COVERED,
  NOT_OF_FUNCTION,
  OF_STAGE,
  SETTINGS,
  startProjectWithEverything,
} from '../helpers/every-setting.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import type { Project } from '../helpers/project.ts';

interface Deployed {
  changes: { resource: string; action: string }[];
  calls: { total: number; writes: number };
}

const members = (schema: unknown) => Object.keys((schema as { properties: object }).properties);

describe('a stage with every setting', () => {
  // Reads that resources share are valid for some seconds, which must not pass on a busy machine.
  const clock = fakeClock();
  let project: Project;
  let first: Deployed;
  beforeAll(async () => {
    project = await startProjectWithEverything(clock);
    first = await deploy();
  }, 240_000);
  afterAll(() => project.close());

  async function deploy(): Promise<Deployed> {
    const argv = ['deploy', '--stage', 'dev', '--yes', '--json'];
    const { code, stderr, json } = await project.apikit(argv, { clock: clock.client });
    expect(code, stderr).toBe(0);
    return json<Deployed>();
  }

  it('has all settings of the schema, except those with a reason', () => {
    const { stages } = configSchema.properties as unknown as { stages: { additionalProperties: unknown } };
    const covered = new Set([SETTINGS, OF_STAGE, NOT_COVERED].flatMap(Object.keys));
    expect(members(stages.additionalProperties).filter((setting) => !covered.has(setting))).toEqual([]);
    const inFunction = new Set([FUNCTION, NOT_OF_FUNCTION].flatMap(Object.keys));
    const { function: schema } = configSchema.definitions as Record<string, unknown>;
    expect(members(schema).filter((member) => !inFunction.has(member))).toEqual([]);
  });

  it('needs at most 245 calls for its first deploy, 140 of which write', () => {
    // A deploy renews its lock and looks again while it waits: 160 calls on a busy machine, and 230 on an idle one,
    // where more time of the clock passes.
    expect(first.changes.every(({ action }) => action === 'create')).toBe(true);
    expect(first.calls.total).toBeLessThanOrEqual(245);
    expect(first.calls.writes).toBeLessThanOrEqual(140);
  });

  it('needs at most 90 calls for a deploy without changes, and none that writes', async () => {
    const { changes, calls } = await deploy();
    expect(changes).toEqual([]);
    expect(calls.total).toBeLessThanOrEqual(90);
    expect(calls.writes).toBe(0);
  });
});
