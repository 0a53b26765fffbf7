/** Ranges of IP addresses in one written form, so that two texts for the same range are equal. Pure. */

export interface AddressRange {
  readonly family: 'ipv4' | 'ipv6';
  readonly prefix: number;
  /** For example `203.0.113.0/24` or `2001:db8::/32`. */
  readonly text: string;
}

/** Returns `undefined` for a text that is neither an address nor a range. An address is a range of one. */
export function addressRange(text: string): AddressRange | undefined {
  const [address = '', bits, ...more] = text.split('/');
  if (more.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return undefined;
  const family = address.includes(':') ? 'ipv6' : 'ipv4';
  const longest = family === 'ipv4' ? 32 : 128;
  const prefix = bits === undefined ? longest : Number(bits);
  const value = family === 'ipv4' ? readV4(address) : readV6(address);
  if (value === undefined || prefix > longest) return undefined;
  const host = BigInt(longest - prefix);
  const first = (value >> host) << host;
  return { family, prefix, text: `${family === 'ipv4' ? writeV4(first) : writeV6(first)}/${prefix}` };
}

/**
 * Returns a function that finds the text among `texts` whose range holds every address of another. It looks the address
 * up with each length of prefix that occurs, because lists can have 10,000 entries.
 */
export function findCovering(texts: readonly string[]): (text: string) => string | undefined {
  const ranges = texts.flatMap((text) => {
    const range = addressRange(text);
    return range ? [{ range, text }] : [];
  });
  const known = new Map(ranges.map(({ range, text }) => [range.text, text]));
  const prefixes = [...new Set(ranges.map(({ range }) => range.prefix))];
  return (text) => {
    const inner = addressRange(text);
    if (!inner) return undefined;
    const [address] = inner.text.split('/');
    const outer = prefixes
      .filter((prefix) => prefix <= inner.prefix)
      .map((prefix) => addressRange(`${address}/${prefix}`)!.text)
      .find((range) => known.has(range));
    return outer && known.get(outer);
  };
}

/** Refuses leading zeros, which some programs read as octal numbers. */
function readV4(address: string): bigint | undefined {
  const parts = address.split('.');
  const isValid = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return isValid ? parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) : undefined;
}

const writeV4 = (value: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');

function readV6(address: string): bigint | undefined {
  const halves = address.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  const isValid = groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group));
  return isValid ? groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n) : undefined;
}

/** The longest run of zeros becomes `::` (RFC 5952). */
function writeV6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  const runs = [...groups.join(':').matchAll(/(?<![0-9a-f])0(?::0)+(?![0-9a-f])/g)];
  const longest = runs.reduce<RegExpMatchArray | undefined>(
    (best, run) => (best && best[0].length >= run[0].length ? best : run),
    undefined,
  );
  if (longest?.index === undefined) return groups.join(':');
  const text = groups.join(':');
  const before = text.slice(0, longest.index).replace(/:$/, '');
  const after = text.slice(longest.index + longest[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}
