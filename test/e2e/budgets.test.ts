/** The number of AWS calls that a deploy may make. The CLI itself counts them on the embedded cloud. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

interface Deployed {
  changed: boolean;
  release: string;
  changes: { resource: string; action: string }[];
  calls: { total: number; writes: number; throttled: number; retried: number };
}

const DEPLOY = ['deploy', '--stage', 'dev', '--yes'];

/** Adds this many operations. */
function addOperations(project: Project, count: number): void {
  const ids = Array.from({ length: count }, (_, index) => `extra${index}`);
  const path = (id: string) =>
    `  /${id}:\n    get:\n      operationId: ${id}\n      responses:\n        '200': { description: OK }\n`;
  project.edit('openapi.yaml', (text) => text.replace(/^paths:\n/m, `paths:\n${ids.map(path).join('')}`));
  project.answer(...ids);
}

async function costs(
  project: Project,
): Promise<{ first: Deployed; again: Deployed; codeOnly: Deployed; another: Deployed }> {
  const first = await project.json<Deployed>(DEPLOY);
  const again = await project.json<Deployed>(DEPLOY);
  project.edit('src/handler.ts', (text) => `${text}\nexport const anotherBuild = true;\n`);
  const codeOnly = await project.json<Deployed>(DEPLOY);
  const another = await project.json<Deployed>(['deploy', '--stage', 'local', '--yes']);
  return { first, again, codeOnly, another };
}

describe('calls of a deploy', () => {
  const projects: Project[] = [];
  let small: Awaited<ReturnType<typeof costs>>;
  let large: Awaited<ReturnType<typeof costs>>;

  beforeAll(async () => {
    for (const count of [5, 300]) {
      const project = await startProject();
      projects.push(project);
      addOperations(project, count);
    }
    small = await costs(projects[0]!);
    large = await costs(projects[1]!);
  });

  afterAll(() => Promise.all(projects.map((project) => project.close())));

  it('are at most 39, with 26 writes, for the first deploy of a stage', () => {
    expect(small.another.changed).toBe(true);
    expect(small.another.calls.total).toBeLessThanOrEqual(39);
    expect(small.another.calls.writes).toBeLessThanOrEqual(26);
  });

  it('are at most 45, with 31 writes, if it creates the resources that all stages of an account and region share', () => {
    // The role for logs and its group, and the table of the locks, which the deploy waits for.
    expect(small.first.changes.map(({ resource }) => resource)).toContain('account');
    expect(small.first.calls.total).toBeLessThanOrEqual(45);
    expect(small.first.calls.writes).toBeLessThanOrEqual(31);
  });

  it('are at most 18 reads and no write without changes', () => {
    expect(small.again).toMatchObject({ changed: false, changes: [], release: small.first.release });
    expect(small.again.calls.total).toBeLessThanOrEqual(18);
    expect(small.again.calls.writes).toBe(0);
  });

  it('are at most 25, with 7 writes, when only code changed', () => {
    expect(small.codeOnly.changes.map(({ resource }) => resource)).toEqual(
      expect.arrayContaining(['function', 'release', 'stage']),
    );
    expect(small.codeOnly.release).not.toBe(small.first.release);
    expect(small.codeOnly.calls.total).toBeLessThanOrEqual(25);
    expect(small.codeOnly.calls.writes).toBeLessThanOrEqual(7);
  });

  it('do not grow with the number of operations', () => {
    // The number of polls for the new table depends on the time that it takes.
    expect(large.another.calls).toEqual(small.another.calls);
    expect(large.again.calls).toEqual(small.again.calls);
    expect(large.codeOnly.calls).toEqual(small.codeOnly.calls);
  });
});
