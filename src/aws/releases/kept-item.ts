/**
 * What is kept of the releases of a stage, as attributes of the item of its lock, and back
 * (docs/adr/0015-what-is-kept-of-a-release.md). Contracts are apart, since many releases have the same one. Pure.
 */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Attached } from '../lock/lock-item.ts';
import type { KeptRelease } from './kept-release.ts';

const RELEASE = 'release:';
const CONTRACT = 'contract:';

/** bytes. No contract that API Gateway takes is nearly as long. */
const LONGEST_TEXT = 64_000_000;

/** What to write, and what instead where an item has no room for it: without the contract, then nothing at all. */
export function keptAttachments(release: string, { contract, ...kept }: KeptRelease): Attached[] {
  const document = JSON.stringify(contract);
  const hash = createHash('sha256').update(document).digest('hex').slice(0, 32);
  const own = { [RELEASE + release]: { B: compress(JSON.stringify({ ...kept, contract: hash })) } };
  return [{ ...own, [CONTRACT + hash]: { B: compress(document) } }, own, {}];
}

/** By release id, without their contracts. */
export function keptReleases(attached: Attached = {}): Map<string, KeptRelease> {
  const found = Object.entries(attached).flatMap(([name, value]) => {
    const kept = name.startsWith(RELEASE) ? parse(value.B) : undefined;
    if (!kept) return [];
    const { contract: _, ...rest } = kept;
    return [[name.slice(RELEASE.length), rest] as const];
  });
  return new Map(found);
}

/** `undefined`: there was no room for it, or nothing is kept of the release. */
export function keptContract(attached: Attached = {}, release: string): unknown {
  const hash = parse(attached[RELEASE + release]?.B)?.contract;
  return decompress(attached[CONTRACT + hash]?.B);
}

/** Names of what no release needs that is still there. */
export function forgettable(attached: Attached, releases: ReadonlySet<string>): string[] {
  const names = Object.keys(attached);
  const going = names.filter((name) => name.startsWith(RELEASE) && !releases.has(name.slice(RELEASE.length)));
  const staying = names.filter((name) => name.startsWith(RELEASE) && !going.includes(name));
  const contracts = new Set(staying.map((name) => CONTRACT + parse(attached[name]?.B)?.contract));
  return [...going, ...names.filter((name) => name.startsWith(CONTRACT) && !contracts.has(name))];
}

type KeptText = Omit<KeptRelease, 'contract'> & { contract: string };

/** `undefined` for what is not as apikit writes it. */
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
