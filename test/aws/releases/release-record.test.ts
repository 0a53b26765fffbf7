import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { releasesToPrune } from '../../../src/aws/kinds/release-history/release-history.ts';
import type { ReleaseRecord } from '../../../src/aws/releases/release-record.ts';
import {
  formatReleaseRecord,
  type HistoryEntry,
  parseReleaseRecord,
  releaseHistory,
} from '../../../src/aws/releases/release-record.ts';

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
    promoted: fc.record({ stage: fc.stringMatching(/^[a-z]{1,20}$/), release: fc.stringMatching(/^[0-9a-f]{12}$/) }),
    promotedTo: fc.array(fc.stringMatching(/^[a-z]{1,20}$/), { maxLength: 8 }),
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
  it('can be read from its deployment description, within the limit of API Gateway', () => {
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

  it('has room for the newest of very many promotions to other stages', () => {
    const promotedTo = Array.from({ length: 100 }, (_, index) => `pull-request-${index}`);
    const text = formatReleaseRecord({ ...sample('a'), promotedTo });
    expect(text.length).toBeLessThanOrEqual(1024);
    const read = parseReleaseRecord(text)?.promotedTo ?? [];
    expect(read.length).toBeGreaterThan(30);
    expect(promotedTo.slice(-read.length)).toEqual(read);
  });

  it.each([
    undefined,
    '',
    'made by hand',
    '{',
    '{"release":1}',
    JSON.stringify({ ...sample('a'), promotedTo: 'prod' }),
    '[]',
    'null',
  ])('is not read from %j', (description) => {
    expect(parseReleaseRecord(description)).toBeUndefined();
  });

  it('is read newest first, and deployments of others are ignored', () => {
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
  const entry = (n: number, version: number, promotedTo: string[] | undefined): HistoryEntry => ({
    deploymentId: `dep${n}`,
    // The newest comes first, and each is a day older than the one before.
    createdAt: new Date(Date.UTC(2026, 10, 21 - n)).toISOString(),
    record: { ...sample(`release${n}`), version: String(version), ...(promotedTo && { promotedTo }) },
  });
  const marks = fc.constantFrom<string[] | undefined>(undefined, undefined, [], ['prod']);
  const history = fc
    .array(fc.tuple(fc.nat({ max: 4 }), marks), { maxLength: 8 })
    .map((each) => each.map(([version, promotedTo], n) => entry(n, version, promotedTo)));
  const inUse = fc.subarray(Array.from({ length: 8 }, (_, n) => `dep${n}`)).map((ids) => new Set(ids));

  const keeping = fc.record(
    { keep: fc.integer({ min: 1, max: 6 }), keepFor: fc.integer({ min: 1, max: 9 }).map((days) => `${days}d`) },
    { requiredKeys: ['keep'] },
  );

  it('deletes releases that are beyond the count and also older than the age', () => {
    const entries = [0, 1, 2, 3, 4].map((n) => entry(n, n, undefined));
    const taken = (keep: number, keepFor?: string) =>
      releasesToPrune(entries, { keep, ...(keepFor && { keepFor }) }, new Set()).deployments.map(
        ({ deploymentId }) => deploymentId,
      );
    expect(taken(2)).toEqual(['dep2', 'dep3', 'dep4']);
    expect(taken(2, '3d')).toEqual(['dep3', 'dep4']);
    expect(taken(4, '1h')).toEqual(['dep4']);
    expect(taken(1, '30d')).toEqual([]);
  });

  it('never deletes a release in use, the newest, one that another stage may serve, or a version of a kept release', () => {
    fc.assert(
      fc.property(history, keeping, inUse, (entries, keep, used) => {
        const { deployments, versions } = releasesToPrune(entries, keep, used);
        const staying = entries.filter((one) => !deployments.includes(one));
        expect(deployments.some(({ deploymentId }) => used.has(deploymentId))).toBe(false);
        expect(deployments.some(({ record: { promotedTo } }) => promotedTo?.includes('prod'))).toBe(false);
        const young = keep.keepFor === undefined ? 0 : Number.parseInt(keep.keepFor, 10);
        const safe = entries.slice(0, Math.max(keep.keep, young, 2));
        expect(safe.some((one) => deployments.includes(one))).toBe(false);
        expect(staying.some(({ record: { version } }) => versions.includes(version))).toBe(false);
        // After the pruning there is nothing left to prune.
        expect(releasesToPrune(staying, keep, used).deployments).toEqual([]);
      }),
    );
  });
});
