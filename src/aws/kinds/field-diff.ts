/** Compares the desired settings with the observed ones, field by field. Pure, and knows no service. */
import { type FieldChange, isRef } from '../../engine/resource.ts';

/**
 * Returns the leaves that differ, as dotted paths in a stable order. A reference in `desired` always differs, because
 * its value is known only after another step. `undefined` and an absent key are the same.
 */
export function diffFields(desired: unknown, observed: unknown, path = ''): FieldChange[] {
  if (isRef(desired)) return [{ path, from: observed, to: desired }];
  if (isBranch(desired) || isBranch(observed)) {
    if (isLeaf(desired) || isLeaf(observed)) return [{ path, from: observed, to: desired }];
    const wanted = isBranch(desired) ? desired : {};
    const actual = isBranch(observed) ? observed : {};
    const keys = [...new Set([...Object.keys(wanted), ...Object.keys(actual)])].sort();
    return keys.flatMap((key) => diffFields(wanted[key], actual[key], path ? `${path}.${key}` : key));
  }
  return sameLeaf(desired, observed) ? [] : [{ path, from: observed, to: desired }];
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value without parts. An absent value is neither leaf nor branch. */
function isLeaf(value: unknown): boolean {
  return value !== undefined && value !== null && !isBranch(value);
}

function sameLeaf(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return JSON.stringify(a) === JSON.stringify(b);
  return (a ?? undefined) === (b ?? undefined);
}
