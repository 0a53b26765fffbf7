/** `apikit test` against the scaffolded project on an embedded cloud, as it is and with handlers that are wrong. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

interface Report {
  passed: number;
  failed: number;
  skipped: number;
  seed: number;
  cases: {
    operation: string;
    name: string;
    outcome: string;
    problems: string[];
    request: string;
    undeclared: boolean;
  }[];
  left: string[];
}

describe('apikit test', () => {
  let project: Project;
  beforeAll(async () => {
    project = await startProject(['--stages', 'dev,prod']);
    // The rate of the plan would only make the test slow.
    project.edit('apikit.yaml', (text) => text.replace(/rate: \d+, burst: \d+/, 'rate: 1000, burst: 1000'));
    await project.json(['deploy', '--stage', 'local', '--yes']);
  }, 60_000);
  afterAll(() => project.close());

  it('passes the template as scaffolded, and leaves nothing behind', async () => {
    const report = await project.json<Report>(['test', '--stage', 'local', '--seed', '7']);
    expect(report.cases.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(report.passed).toBeGreaterThan(60);
    expect(report.left).toEqual([]);
    expect(report.cases.filter(({ undeclared }) => undeclared)).toEqual([]);
    const { keys } = await project.json<{ keys: unknown[] }>(['keys', 'list', '--stage', 'local']);
    expect(keys).toEqual([]);
  }, 60_000);
});
