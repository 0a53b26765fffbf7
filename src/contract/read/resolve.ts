/** Resolves a reference to its target, in any file of the project. */
import { posix } from 'node:path';
import { parseSource, type Source } from '../../config/source.ts';
import { member, parseReference, referenceOf } from '../model/pointer.ts';
import type { RuleId } from '../rules/index.ts';
import { withinBounds } from './bounds.ts';
import { longFormOf } from './cloudformation.ts';
import type { OpenFile } from './open-file.ts';
import { below, type Origin } from './origin.ts';

export interface Target {
  readonly value: unknown;
  readonly origin: Origin;
  /** The tokens from the root of the file. */
  readonly tokens: readonly string[];
  /** The file and the pointer. Equal places have equal identities. */
  readonly identity: string;
}

export type Refusal = { readonly rule: RuleId; readonly why: string };

export interface Resolver {
  /** All files that were read, in that order. */
  readonly sources: ReadonlyMap<string, Source>;
  resolve(reference: string, from: Source): Target | Refusal;
}

/** The limit of references that lead to references. */
const MOST_HOPS = 50;

export function resolver(entry: Source, entryBytes: number, open: OpenFile): Resolver {
  const sources = new Map([[entry.file, entry]]);
  const refused = new Map<string, Refusal>();
  let bytes = entryBytes;

  function load(name: string): Source | Refusal {
    const known = sources.get(name) ?? refused.get(name);
    if (known) return known;
    const opened = open(name);
    if ('rule' in opened) {
      refused.set(name, opened);
      return opened;
    }
    bytes += Buffer.byteLength(opened.text);
    const source = withinBounds(bytes) ? parseSource(opened.text, name, longFormOf) : undefined;
    if (!source) return { rule: 'contract-size', why: `With ${name} the contract has ${bytes} bytes.` };
    sources.set(name, source);
    return source;
  }

  function resolve(reference: string, from: Source, hops = 0): Target | Refusal {
    if (/^([a-z][a-z0-9+.-]+:|\/\/)/i.test(reference)) {
      return { rule: 'ref-remote', why: `The reference ${reference} leads to another host.` };
    }
    const { file, tokens } = parseReference(reference);
    if (posix.isAbsolute(file) || /^[a-z]:|\\/i.test(file)) {
      return { rule: 'ref-outside', why: `The reference ${reference} is an absolute path, or contains backslashes.` };
    }
    if (tokens === undefined) {
      return { rule: 'ref-nowhere', why: `The reference ${reference} is not a JSON pointer; write #/….` };
    }
    const name = file === '' ? from.file : posix.join(posix.dirname(from.file), file);
    const source = load(name);
    if ('rule' in source) return source;
    // The syntax error of the file is reported itself. This reference leads nowhere.
    return walk(source, tokens, reference, hops);
  }

  function walk(source: Source, tokens: readonly string[], reference: string, hops: number): Target | Refusal {
    const nowhere: Refusal = { rule: 'ref-nowhere', why: `The reference ${reference} leads nowhere.` };
    let at: Target = { value: source.data, origin: { source }, tokens: [], identity: `${source.file}#` };
    for (const token of tokens) {
      const through = member(at.value, token) === undefined ? referenceOf(at.value) : undefined;
      if (through !== undefined) {
        if (hops > MOST_HOPS) return { rule: 'ref-circular', why: `The reference ${reference} leads in a circle.` };
        const next = resolve(through, at.origin.source, hops + 1);
        if ('rule' in next) return next;
        at = next;
      }
      const value = member(at.value, token);
      if (value === undefined) return nowhere;
      const key = Array.isArray(at.value) ? Number(token) : token;
      const path = [...at.tokens, token];
      at = {
        value,
        origin: below(at.origin, key),
        tokens: path,
        identity: `${at.origin.source.file}#${path.map((part) => `/${part.replaceAll('/', '~1')}`).join('')}`,
      };
    }
    return at.value === undefined ? nowhere : at;
  }

  return { sources, resolve: (reference, from) => resolve(reference, from) };
}
