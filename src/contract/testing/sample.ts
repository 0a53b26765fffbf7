/** Generates values for a schema. Deterministic for a seed. The caller checks whether a value is valid. */
import { sample as sampleOf, stringMatching } from 'fast-check';
import { isObject, type Json, listOf, objectOf } from '../model/json.ts';
import { maxMatchLength } from '../patterns/max-match-length.ts';
import { parsePattern } from '../patterns/parse-pattern.ts';
import { flatten, typesOf } from './flatten.ts';
import type { Random } from './random.ts';

export interface Sampler {
  readonly document: Json;
  readonly random: Random;
  /** Generated texts by pattern. Generating them is slow, so they are kept. */
  readonly matching: Map<string, readonly string[]>;
}

export const samplerOf = (document: Json, random: Random): Sampler => ({ document, random, matching: new Map() });

export interface SampleOptions {
  /** Whether the value has every property, or only the required ones. */
  readonly full: boolean;
  /** The index of the alternative in `oneOf` and `anyOf`. */
  readonly choice?: number;
}

/**
 * The limits of a request: API Gateway accepts 10 MB, a function 6 MB. A schema that requires more gets a value that is
 * too short, which is then left out like any other invalid value.
 */
const MOST = { characters: 6 * 1024 * 1024, items: 10_000, values: 100_000 };

/** Below this depth only required members are generated, and below twice the depth none. */
const DEEP = 5;

export function sample(sampler: Sampler, schema: unknown, options: SampleOptions): unknown {
  return build({ ...sampler, ...options, count: { values: 0 } }, schema, 0);
}

/** One sample that is being generated. */
interface Making extends Sampler, SampleOptions {
  /** The number of values so far: nested lists multiply. */
  readonly count: { values: number };
}

function build(making: Making, schema: unknown, depth: number): unknown {
  making.count.values += 1;
  if (making.count.values > MOST.values) return null;
  const flat = flatten(making.document, schema, making.choice);
  const given = [flat.example, ...listOf(flat.examples), flat.const, flat.default].find((value) => value !== undefined);
  if (given !== undefined) return given;
  const values = listOf(flat.enum);
  if (values.length > 0) return values[0];
  if (depth > 2 * DEEP) return null;
  switch (typesOf(flat)[0]) {
    case 'object':
      return objectFrom(making, flat, depth);
    case 'array':
      return listFrom(making, flat, depth);
    case 'integer':
    case 'number':
      return numberFrom(flat);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'string':
      return textFrom(making, flat);
    default:
      return 'pattern' in flat || 'format' in flat || 'minLength' in flat ? textFrom(making, flat) : {};
  }
}

function objectFrom(making: Making, flat: Json, depth: number): Json {
  const required = new Set(listOf(flat.required).map(String));
  const chosen = Object.entries(objectOf(flat.properties)).filter(([name, property]) => {
    if (flatten(making.document, property).readOnly === true) return false;
    return required.has(name) || (making.full && depth < DEEP);
  });
  // With `minProperties`, optional properties are added until there are enough.
  const least = typeof flat.minProperties === 'number' ? flat.minProperties : 0;
  for (const entry of Object.entries(objectOf(flat.properties))) {
    if (chosen.length >= least) break;
    if (!chosen.some(([name]) => name === entry[0])) chosen.push(entry);
  }
  const made: Json = Object.fromEntries(chosen.map(([name, property]) => [name, build(making, property, depth + 1)]));
  const rest = isObject(flat.additionalProperties) ? flat.additionalProperties : {};
  for (const name of required) if (!(name in made)) made[name] = build(making, rest, depth + 1);
  const wanted = Math.min(least, MOST.items);
  for (let index = 1, size = Object.keys(made).length; size < wanted; index++, size++) {
    made[`property${index}`] = build(making, rest, depth + 1);
  }
  return made;
}

function listFrom(making: Making, flat: Json, depth: number): unknown[] {
  const least = typeof flat.minItems === 'number' ? flat.minItems : 0;
  const most = typeof flat.maxItems === 'number' ? flat.maxItems : Number.POSITIVE_INFINITY;
  const length = Math.min(most, MOST.items, Math.max(least, making.full && depth < DEEP ? 1 : 0));
  return Array.from({ length }, (_, index) =>
    build(making, listOf(flat.prefixItems)[index] ?? flat.items ?? {}, depth + 1),
  );
}

function numberFrom({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, type }: Json): number {
  const step = typeof multipleOf === 'number' ? multipleOf : 1;
  const [least, above] = bound(minimum, exclusiveMinimum);
  const [most, below] = bound(maximum, exclusiveMaximum);
  if (least === undefined && most === undefined) return step;
  if (least !== undefined) {
    const first = Math.ceil(least / step) * step;
    const value = above && first <= least ? first + step : first;
    const fits = most === undefined || value < most || (value === most && !below);
    if (fits || type === 'integer') return value;
    return (least + most) / 2;
  }
  const last = Math.floor(most! / step) * step;
  return below && last >= most! ? last - step : last;
}

/** Returns a bound and whether it is exclusive, in both dialects. */
export function bound(inclusive: unknown, exclusive: unknown): [number | undefined, boolean] {
  if (typeof exclusive === 'number') return [exclusive, true];
  return typeof inclusive === 'number' ? [inclusive, exclusive === true] : [undefined, false];
}

const FORMATS: Readonly<Record<string, (random: Random) => string>> = {
  uuid: (random) => random.uuid(),
  email: (random) => `test-${random.word()}@example.com`,
  'date-time': () => '2026-01-31T12:00:00.000Z',
  date: () => '2026-01-31',
  time: () => '12:00:00Z',
  duration: () => 'P1D',
  uri: () => 'https://example.com/',
  'uri-reference': () => '/here',
  url: () => 'https://example.com/',
  hostname: () => 'example.com',
  ipv4: () => '192.0.2.1',
  ipv6: () => '2001:db8::1',
  byte: () => 'dGVzdA==',
};

function textFrom({ random, matching }: Sampler, { format, pattern, minLength, maxLength }: Json): string {
  const made = typeof format === 'string' ? FORMATS[format]?.(random) : undefined;
  if (made !== undefined) return made;
  const least = typeof minLength === 'number' ? minLength : 0;
  const most = typeof maxLength === 'number' ? maxLength : Number.POSITIVE_INFINITY;
  if (typeof pattern === 'string') {
    const known = matching.get(pattern) ?? textsMatching(pattern, random);
    matching.set(pattern, known);
    const found = known.find((text) => text.length >= least && text.length <= most);
    if (found !== undefined) return found;
  }
  return `test ${random.word()}`.padEnd(Math.min(least, MOST.characters), 'x').slice(0, most);
}

/** The limit of characters in all texts for one pattern. More would take seconds. */
const MADE_CHARACTERS = 200_000;

/**
 * Returns texts that match a pattern. It returns none if the pattern cannot be parsed, has a backreference, or matches
 * only texts so long that generating one takes too long.
 */
function textsMatching(pattern: string, random: Random): string[] {
  try {
    const expression = new RegExp(pattern, 'u');
    const parsed = parsePattern(pattern);
    const numRuns = Math.min(
      60,
      Math.floor(MADE_CHARACTERS / (parsed ? maxMatchLength(parsed) : Number.POSITIVE_INFINITY)),
    );
    if (numRuns < 1) return [];
    const seed = Math.floor(random.next() * 2 ** 31);
    return sampleOf(stringMatching(expression, { size: 'small' }), { seed, numRuns });
  } catch {
    return [];
  }
}
