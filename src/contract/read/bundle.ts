/**
 * Bundles all files into one document. Every `$ref` then leads to `#/components/<section>/<name>` of the result, with
 * the name that the component has there or a new one. Path items and operations have no section, so they are copied
 * into place. Circular schemas stay references. Deterministic: it reports unresolved references and continues. It reads
 * the entry in the form of its own version, and sorts components into the sections of 3.0, also for a 2.0 document.
 */
import type { Source } from '../../config/source.ts';
import { isObject, type Json, objectOf } from '../model/json.ts';
import { referenceOf } from '../model/pointer.ts';
import { referenceTo } from '../model/references.ts';
import type { RuleId } from '../rules/index.ts';
import { componentNames } from './component-names.ts';
import { normaliseSchema, withSiblings } from './normalise-schema.ts';
import { below, type Origin } from './origin.ts';
import type { Reading, Version } from './reading.ts';
import type { Resolver, Target } from './resolve.ts';
import { isExtension, type Kind, SECTIONS, SECTIONS_2, SHAPES_2, SHAPES_3, type Slot, slotOf } from './shapes.ts';
import { withShortChains, writtenOut } from './short-chains.ts';

/** The limit of nested copied references. Real documents have far fewer. */
const MOST_INSIDE = 32;

export function bundle(entry: Source, { resolve }: Resolver, reading: Reading): Json {
  const { version, origins, say } = reading;
  const shapes = version === '2.0' ? SHAPES_2 : SHAPES_3;
  const names = componentNames();
  const brought = new Map<string, string>();
  const queue: { kind: Kind; section: string; name: string; target: Target }[] = [];
  /** The places that are being copied. A place inside itself would never end. */
  const open = new Set<string>();

  for (const [section, components] of Object.entries(sectionsOf(objectOf(entry.data), version))) {
    for (const name of Object.keys(objectOf(components))) names.take(section, name);
  }
  const copied = objectOf(copy('document', entry.data, { source: entry }));
  const components: Record<string, Json> = {};
  for (const [section, members] of Object.entries(sectionsOf(copied, version))) {
    if (isObject(members)) components[section] = members;
  }
  // The queue grows while the loop reads it: a new component may refer to more.
  for (const { kind, section, name, target } of queue) {
    components[section] ??= {};
    components[section][name] = copy(kind, target.value, target.origin);
  }
  for (const [section, members] of Object.entries(components))
    components[section] = withShortChains(members, section, origins);
  // Requirements name a scheme directly, so a scheme must not be a reference.
  if (components.securitySchemes) components.securitySchemes = withoutCopies(writtenOut(components.securitySchemes));
  const document: Json = { ...copied, components };
  if (version === '2.0') for (const section of SECTIONS_2.keys()) delete document[section];
  origins.set(document, { source: entry });
  return document;

  /** Drops the schemes of other files that now are written out: requirements cannot name them. */
  function withoutCopies(schemes: Json): Json {
    const left = Object.values(schemes).map((scheme) => referenceOf(objectOf(scheme)));
    const copies = queue.filter(
      ({ section, name }) => section === 'securitySchemes' && !left.includes(referenceTo({ section, name })),
    );
    return Object.fromEntries(Object.entries(schemes).filter(([own]) => !copies.some(({ name }) => name === own)));
  }

  function copy(kind: Kind, value: unknown, origin: Origin): unknown {
    if (!isObject(value)) return value;
    const reference = referenceOf(value);
    if (reference !== undefined && kind !== 'document') return refer(kind, value, reference, origin);
    return members(kind, value, origin);
  }

  function members(kind: Kind, value: Json, origin: Origin): Json {
    const node = Object.fromEntries(
      Object.entries(value).map(([key, child]) => {
        const slot = slotOf(shapes, kind, key);
        return [key, slot ? fill(slot, child, below(origin, key)) : child];
      }),
    );
    const made = kind === 'schema' ? normaliseSchema(node, origin, reading) : node;
    origins.set(made, origin);
    return made;
  }

  function fill(slot: Slot, value: unknown, origin: Origin): unknown {
    if (slot.many === 'list' && Array.isArray(value)) {
      const list = value.map((item, index) => copy(slot.kind, item, below(origin, index)));
      origins.set(list, origin);
      return list;
    }
    if (slot.many === undefined || !isObject(value)) return slot.many ? value : copy(slot.kind, value, origin);
    const reference = referenceOf(value);
    if (reference !== undefined) {
      return inline(reference, value, origin, (target) => fill(slot, target.value, target.origin));
    }
    const hasExtensions = slot.kind === 'pathItem' || slot.kind === 'response';
    const map = Object.fromEntries(
      Object.entries(value).map(([key, child]) => [
        key,
        hasExtensions && isExtension(key) ? child : copy(slot.kind, child, below(origin, key)),
      ]),
    );
    origins.set(map, origin);
    return map;
  }

  function refer(kind: Kind, value: Json, reference: string, origin: Origin): unknown {
    const section = SECTIONS[kind];
    if (section === undefined) {
      return inline(reference, value, origin, (target) => {
        const { $ref: _, ...own } = value;
        const whole = copy(kind, target.value, target.origin);
        if (Object.keys(own).length === 0 || !isObject(whole)) return whole;
        const both = { ...whole, ...members(kind, own, origin) };
        origins.set(both, origin);
        return both;
      });
    }
    const target = resolve(reference, origin.source);
    if ('rule' in target) {
      say(target.rule, below(origin, '$ref'), target.why);
      return unresolved(value, origin);
    }
    const name = nameOf(kind, section, target);
    if (name === undefined) {
      say('ref-kind', below(origin, '$ref'), `The reference ${reference} leads to no ${kind}.`);
      return unresolved(value, origin);
    }
    const made: Json = { $ref: referenceTo({ section, name }) };
    origins.set(made, origin);
    if (kind !== 'schema' || Object.keys(value).length === 1) return made;
    const { $ref: _, ...siblings } = value;
    return withSiblings(made, members('schema', siblings, origin), origin, reading);
  }

  /** Keeps the unresolved reference. No later step follows it, so that one mistake is reported once. */
  function unresolved(value: Json, origin: Origin): Json {
    const made = { $ref: value.$ref };
    origins.set(made, origin);
    return made;
  }

  function inline(reference: string, value: Json, origin: Origin, write: (target: Target) => unknown): unknown {
    const target = resolve(reference, origin.source);
    const problem: { rule: RuleId; why: string } | undefined =
      'rule' in target
        ? target
        : open.has(target.identity)
          ? { rule: 'ref-circular', why: `The reference ${reference} leads to a place that contains it.` }
          : open.size >= MOST_INSIDE
            ? {
                rule: 'ref-circular',
                why: `The reference ${reference} is the last of ${MOST_INSIDE} that lead to one another.`,
              }
            : undefined;
    if (problem || 'rule' in target) {
      if (problem) say(problem.rule, below(origin, '$ref'), problem.why);
      return unresolved(value, origin);
    }
    open.add(target.identity);
    const written = write(target);
    open.delete(target.identity);
    return written;
  }

  /** Returns `undefined` for a component of another kind. */
  function nameOf(kind: Kind, section: string, { origin, tokens, identity, ...rest }: Target): string | undefined {
    if (origin.source === entry) {
      const [first, second, third] = tokens;
      const own = version === '2.0' ? SECTIONS_2.get(first ?? '') : first === 'components' ? second : undefined;
      if (own !== undefined && tokens.length === (version === '2.0' ? 2 : 3)) {
        return own === section ? (version === '2.0' ? second : third) : undefined;
      }
    }
    const key = `${section} ${identity}`;
    const known = brought.get(key);
    if (known !== undefined) return known;
    const name = names.make(section, origin.source.file, tokens);
    brought.set(key, name);
    queue.push({ kind, section, name, target: { origin, tokens, identity, ...rest } });
    return name;
  }
}

/** Returns the components by the sections of 3.0. */
function sectionsOf(document: Json, version: Version): Json {
  if (version !== '2.0') {
    const { pathItems: _, ...sections } = objectOf(document.components);
    return sections;
  }
  return Object.fromEntries(
    [...SECTIONS_2].flatMap(([from, to]) => (document[from] === undefined ? [] : [[to, document[from]]])),
  );
}
