import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/files/package-root.ts';
import exceptions from './exceptions.json' with { type: 'json' };
import { readHttpCases } from './http/run.mjs';
import { localGatewayPage } from './page.ts';
import { CASES, playCases, playHttp, readCases } from './parity-run.ts';

const reasons: Readonly<Record<string, string>> = exceptions;

// `npx vitest run test/parity -u` writes docs/local-gateway.md.
it('the gateway responds like every case, except for those with a reason', { timeout: 180_000 }, async () => {
  const groups = readCases();
  const results = await playCases();
  const failed = results.filter(({ status }) => status !== 'pass');
  const told = failed
    .filter(({ id }) => !Object.hasOwn(reasons, id))
    .map(({ id, where, lines, reason }) => [id, where ?? reason, ...(lines ?? [])].join('\n  '));
  expect(told).toEqual([]);
  expect(failed.filter(({ evidence }) => evidence.startsWith('recorded')).map(({ id }) => id)).toEqual([]);
  expect(Object.keys(reasons).filter((id) => !failed.some((result) => result.id === id))).toEqual([]);
  const http = { groups: readHttpCases(), results: await playHttp() };
  const failedHttp = http.results.filter(({ status }) => status !== 'pass');
  expect(failedHttp.map(({ id, where, lines }) => [id, where, ...(lines ?? [])].join('\n  '))).toEqual([]);
  const page = join(packageRoot, 'docs', 'local-gateway.md');
  await expect(localGatewayPage(groups, results, reasons, http)).toMatchFileSnapshot(page);
});

const SHARED = join(packageRoot, '..', 'shared', 'parity');

it.runIf(existsSync(SHARED))('the cases are unchanged', () => {
  const read = (folder: string) =>
    Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  expect(read(CASES)).toEqual(read(join(SHARED, 'cases')));
  expect(readFileSync(join(CASES, '..', 'run.mjs'), 'utf8')).toBe(readFileSync(join(SHARED, 'run.mjs'), 'utf8'));
});
