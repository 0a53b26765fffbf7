/**
 * Replaces the live values of other resources by references to them, so that a template goes on to work when one of
 * them is replaced. Pure.
 */
import type { CloudFormationPart, TerraformPart } from '../../aws/leaving/leaving.ts';

/** The references in a template, by the live values. */
type References = ReadonlyMap<string, unknown>;

/** A value that is exactly the value of another resource becomes the reference. Parts of texts stay as they are. */
export function replaceValues(value: unknown, references: References): unknown {
  if (typeof value === 'string') return references.get(value) ?? value;
  if (Array.isArray(value)) return value.map((part) => replaceValues(part, references));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, replaceValues(part, references)]));
}

/**
 * Returns the references of a part to the values of the others; a resource does not refer to itself. `refer` writes one
 * in the terms of the tool.
 */
export function referencesFor<Part extends Pick<CloudFormationPart | TerraformPart, 'values'>>(
  part: Part,
  parts: readonly Part[],
  refer: (other: Part, attribute: string) => unknown,
): References {
  const references = new Map<string, unknown>();
  for (const other of parts) {
    if (other === part) continue;
    for (const [attribute, value] of Object.entries(other.values ?? {})) {
      if (value === undefined || references.has(value)) continue;
      references.set(value, refer(other, attribute));
    }
  }
  return references;
}
