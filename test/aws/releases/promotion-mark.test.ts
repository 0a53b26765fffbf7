/** Releases of a stage are kept while another stage may serve them. */
import { describe, expect, it } from 'vitest';
import { changedMarks } from '../../../src/aws/releases/promotion-mark.ts';
import type { HistoryEntry, ReleaseRecord } from '../../../src/aws/releases/release-record.ts';

const TIME = '2026-11-29T12:00:00.000Z';

function entry(release: string, more: Partial<ReleaseRecord> = {}): HistoryEntry {
  const record = { release, contract: 'c', code: 'same', version: '1', time: TIME, ...more };
  return { deploymentId: `d-${release}`, createdAt: TIME, record };
}

const promoted = (release: string, stage = 'staging') => entry(`p-${release}`, { promoted: { stage, release } });

const marks = (history: readonly HistoryEntry[], keptThere: readonly HistoryEntry[]) =>
  changedMarks(history, { deployment: 'd-new', from: 'staging', to: 'prod', keptThere }).map(({ record }) => [
    record.release,
    record.promotedTo ?? [],
  ]);

describe('the mark of a promotion', () => {
  it('is set on a promoted release, beside those of other stages', () => {
    expect(marks([entry('new', { promotedTo: ['eu'] })], [])).toEqual([['new', ['eu', 'prod']]]);
    expect(marks([entry('new', { promotedTo: ['prod'] })], [])).toEqual([]);
  });

  it('is deleted when the other stage no longer keeps the release, also if only the contract has changed since', () => {
    const history = [
      entry('new'),
      entry('kept', { promotedTo: ['prod'] }),
      entry('old', { promotedTo: ['eu', 'prod'] }),
    ];
    expect(marks(history, [promoted('kept')])).toEqual([
      ['new', ['prod']],
      ['old', ['eu']],
    ]);
    expect(marks(history, [promoted('kept'), promoted('old', 'qa')])).toContainEqual(['old', ['eu']]);
    expect(marks(history, [promoted('kept'), promoted('old')])).toEqual([['new', ['prod']]]);
  });

  it('stays if the other stage has the same code from a deploy, whose record names no release', () => {
    const history = [entry('new', { code: 'other' }), entry('old', { promotedTo: ['prod'] })];
    expect(marks(history, [entry('deployed')])).toEqual([['new', ['prod']]]);
    expect(marks(history, [entry('deployed', { code: 'another' })])).toContainEqual(['old', []]);
  });
});
