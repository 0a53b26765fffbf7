import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { releasesToPrune } from '../../src/aws/release-history.ts';
import {
  formatReleaseRecord,
  type HistoryEntry,
  parseReleaseRecord,
  releaseHistory,
} from '../../src/aws/release-record.ts';
import type { ReleaseRecord } from '../../src/stack/properties.ts';

const record: fc.Arbitrary<ReleaseRecord> = fc.record(
  {
    release: fc.stringMatching(/^[0-9a-f]{12}$/),
    contract: fc.stringMatching(/^[0-9a-f]{64}$/),
    code: fc.base64String({ minLength: 44, maxLength: 44 }),
    version: fc.nat().map(String),
    revision: fc.string({ maxLength: 2_000 }),
    time: fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
      .map((date) => date.toISOString()),
  },
  { requiredKeys: ['release', 'contract', 'code', 'version', 'time'] },
);

const sample = (release: string): ReleaseRecord => ({
  release,
  contract: 'c',
  code: 'd',
  version: '1',
  time: '2026-11-21T10:00:00.000Z',
});

describe('the record of a release', () => {
  it('survives its deployment description, within what API Gateway keeps', () => {
    fc.assert(
      fc.property(record, (given) => {
        const text = formatReleaseRecord(given);
        expect(text.length).toBeLessThanOrEqual(1024);
        const { revision, ...rest } = given;
        expect(parseReleaseRecord(text)).toMatchObject(rest);
        if (JSON.stringify(given).length <= 1024) expect(parseReleaseRecord(text)?.revision).toBe(revision);
      }),
    );
  });

  it.each([undefined, '', 'made by hand', '{', '{"release":1}', '[]', 'null'])('is not read into %j', (description) => {
    expect(parseReleaseRecord(description)).toBeUndefined();
  });

  it('is read newest first, and deployments of others are left out', () => {
    const at = (seconds: number) => new Date(seconds * 1000);
    const history = releaseHistory([
      { id: 'old', description: JSON.stringify(sample('a')), createdDate: at(1) },
      { id: 'console', description: 'by hand', createdDate: at(2) },
      { id: 'new', description: JSON.stringify(sample('b')), createdDate: at(3) },
    ]);
    expect(history.map(({ deploymentId }) => deploymentId)).toEqual(['new', 'old']);
  });
});

describe('pruning', () => {
  const entry = (n: number, version: number): HistoryEntry => ({
    deploymentId: `dep${n}`,
    createdAt: '2026-11-21T10:00:00.000Z',
    record: { ...sample(`release${n}`), version: String(version) },
  });
  const history = fc
    .array(fc.nat({ max: 4 }), { maxLength: 8 })
    .map((versions) => versions.map((version, n) => entry(n, version)));
  const inUse = fc.subarray(Array.from({ length: 8 }, (_, n) => `dep${n}`)).map((ids) => new Set(ids));

  it('never takes a deployment in use, the newest ones, or a version that a release which stays names', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 6 }), inUse, (entries, keep, used) => {
        const { deployments, versions } = releasesToPrune(entries, keep, used);
        const staying = entries.filter((one) => !deployments.includes(one));
        expect(deployments.some(({ deploymentId }) => used.has(deploymentId))).toBe(false);
        expect(entries.slice(0, Math.max(keep, 2)).some((one) => deployments.includes(one))).toBe(false);
        expect(staying.some(({ record: { version } }) => versions.includes(version))).toBe(false);
        // Once pruned, there is nothing left to prune.
        expect(releasesToPrune(staying, keep, used).deployments).toEqual([]);
      }),
    );
  });
});
