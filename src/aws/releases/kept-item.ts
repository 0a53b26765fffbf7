/**
 * The records of a stage's releases as attributes of the lock's item, and back
 * (docs/adr/0015-what-is-kept-of-a-release.md). Contracts are separate attributes, because many releases share one.
 * Pure.
 */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { AttachedData } from '../lock/lock-item.ts';
import type { KeptRelease } from './kept-release.ts';

const RELEASE = 'release:';
const CONTRACT = 'contract:';

/** Bytes. No contract that API Gateway accepts is nearly as long. */
const LONGEST_TEXT = 64_000_000;

/** The data to write, and smaller versions if the item has no room: first without the contract, then nothing. */
export function keptAttachments(release: string, { contract, ...kept }: KeptRelease): AttachedData[] {
  const document = JSON.stringify(contract);
  const hash = createHash('sha256').update(document).digest('hex').slice(0, 32);
  const own = { [RELEASE + release]: { B: compress(JSON.stringify({ ...kept, contract: hash })) } };
  return [{ ...own, [CONTRACT + hash]: { B: compress(document) } }, own, {}];
}

/** The records by release ID, without their contracts. */
export function keptReleases(attached: AttachedData = {}): Map<string, KeptRelease> {
  const found = Object.entries(attached).flatMap(([name, value]) => {
    const kept = name.startsWith(RELEASE) ? parse(value.B) : undefined;
    if (!kept) return [];
    const { contract: _, ...rest } = kept;
    return [[name.slice(RELEASE.length), rest] as const];
  });
  return new Map(found);
}

/** Returns `undefined` if there was no room for the contract, or if there is no record of the release. */
export function keptContract(attached: AttachedData = {}, release: string): unknown {
  const hash = parse(attached[RELEASE + release]?.B)?.contract;
  return decompress(attached[CONTRACT + hash]?.B);
}

/** The names of attributes that no existing release needs. */
export function forgettable(attached: AttachedData, releases: ReadonlySet<string>): string[] {
  const names = Object.keys(attached);
  const going = names.filter((name) => name.startsWith(RELEASE) && !releases.has(name.slice(RELEASE.length)));
  const staying = names.filter((name) => name.startsWith(RELEASE) && !going.includes(name));
  const contracts = new Set(staying.map((name) => CONTRACT + parse(attached[name]?.B)?.contract));
  return [...going, ...names.filter((name) => name.startsWith(CONTRACT) && !contracts.has(name))];
}

type KeptText = Omit<KeptRelease, 'contract'> & { contract: string };

/** Returns `undefined` for an attribute in another form than apikit's. */
function parse(bytes: Uint8Array | undefined): KeptText | undefined {
  const kept = decompress(bytes) as Partial<KeptText> | undefined;
  const whole = kept?.policies && kept.tables && kept.settings && kept.operations && kept.secrets && kept.contract;
  return whole ? (kept as KeptText) : undefined;
}

function compress(text: string): Uint8Array {
  return gzipSync(text);
}

function decompress(bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(gunzipSync(bytes, { maxOutputLength: LONGEST_TEXT }).toString());
  } catch {
    return undefined;
  }
}
