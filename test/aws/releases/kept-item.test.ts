import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttachedData } from '../../../src/aws/lock/lock-item.ts';
import { forgettable, keptAttachments, keptContract, keptReleases } from '../../../src/aws/releases/kept-item.ts';
import type { KeptRelease } from '../../../src/aws/releases/kept-release.ts';
import { formatSwitchRecord, parseSwitchRecord } from '../../../src/aws/releases/switch-record.ts';

const release = fc.stringMatching(/^[0-9a-f]{12}$/);
const kept: fc.Arbitrary<KeptRelease> = fc.record({
  policies: fc.dictionary(fc.string(), fc.object()),
  tables: fc.constant({}),
  secrets: fc.dictionary(fc.string(), fc.string()),
  settings: fc.dictionary(fc.string(), fc.string()),
  operations: fc.dictionary(fc.string(), fc.string()),
  components: fc.string(),
  contract: fc.constantFrom({ openapi: '3.0.3' }, { openapi: '3.0.4' }),
});
const several = fc.dictionary(release, kept, { maxKeys: 5 });
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

function attachedOf(releases: Record<string, KeptRelease>): AttachedData {
  return Object.assign({}, ...Object.entries(releases).map(([id, one]) => keptAttachments(id, one)[0]));
}

/** Returns the item with the contracts of its releases. */
function whole(attached: AttachedData): object {
  const releases = [...keptReleases(attached)];
  return Object.fromEntries(releases.map(([id, one]) => [id, { ...one, contract: keptContract(attached, id) }]));
}

describe('the kept record of a release', () => {
  it('is read as it was written, with its contract on request', () => {
    fc.assert(
      fc.property(several, (releases) => {
        const attached = attachedOf(releases);
        expect(plain(whole(attached))).toEqual(plain(releases));
        for (const one of keptReleases(attached).values()) expect(one.contract).toBeUndefined();
      }),
    );
  });

  it('is deleted with its release, and a contract with the last release that has it', () => {
    fc.assert(
      fc.property(several, fc.array(release), fc.integer(), (releases, others, some) => {
        const ids = Object.keys(releases);
        const staying = new Set([...others, ...ids.filter((_, index) => (some >> index) & 1)]);
        const attached = attachedOf(releases);
        const gone = new Set(forgettable(attached, staying));
        const left = Object.fromEntries(Object.entries(attached).filter(([name]) => !gone.has(name)));
        const expected = Object.fromEntries(Object.entries(releases).filter(([id]) => staying.has(id)));
        expect(plain(whole(left))).toEqual(plain(expected));
        expect(left).toEqual(attachedOf(expected));
      }),
    );
  });

  it('is ignored if an attribute has another form than apikit writes', () => {
    const attached: AttachedData = {
      'release:a': { B: Buffer.from('no gzip') },
      'release:b': { S: 'text' },
      other: { N: '1' },
    };
    expect(keptReleases(attached).size).toBe(0);
    expect(forgettable(attached, new Set())).toEqual(['release:a', 'release:b']);
  });
});

describe('the record of a switch', () => {
  it('is read from the description of a stage, and from nothing else', () => {
    const record = {
      how: 'rollback',
      time: '2026-11-29T12:00:00.000Z',
      by: 'arn:x',
      from: 'abc',
      reason: 'why',
    } as const;
    expect(parseSwitchRecord(formatSwitchRecord(record))).toEqual(record);
    for (const text of [undefined, '', 'our stage', '{', '{"how":"rollback"}', '{"how":"other","time":"x"}'])
      expect(parseSwitchRecord(text)).toBeUndefined();
  });

  it('omits its longest part if the description has no room', () => {
    const record = { how: 'deploy', time: '2026-11-29T12:00:00.000Z', by: 'a'.repeat(2000) } as const;
    expect(parseSwitchRecord(formatSwitchRecord(record))).toEqual({ how: 'deploy', time: record.time });
  });
});
