/**
 * Chooses what the import does about a finding of the lint, by its place: it changes or removes the smallest part of
 * the document that contains it. A removed part is not served, so removing it opens nothing. Pure.
 */
import type { Path } from '../../config/problem.ts';
import { OPERATION_KEYS } from '../../naming/methods.ts';
import { openedWithout } from '../foreign/extensions.ts';
import { INTEGRATION } from '../foreign/integration.ts';
import { isObject, type Json, objectOf } from '../model/json.ts';
import { SHAPES_3, slotOf } from '../read/shapes.ts';
import { withSignature } from './aws-signatures.ts';
import { changeAt, keep, valueAt } from './edit.ts';
import type { Draft, Finding, Remedy } from './remedy.ts';
import { securityRemedy } from './security-remedies.ts';

/** Returns `undefined` if the import cannot repair the finding. It then rejects the document. */
export function remedyFor(finding: Finding, draft: Draft): Remedy | undefined {
  const { rule, path } = finding;
  const { edits, document } = draft;
  const remove = (place: Path) => (now: Json) => changeAt(now, place, () => undefined, edits) as Json;
  if (rule === 'info-missing') {
    const info = { title: 'API', version: '1' };
    const apply = (now: Json) => keep(now, { openapi: now.openapi, info, ...now }, edits);
    return { asks: false, outcome: 'The document now has a title and version.', apply };
  }
  if (rule === 'auth-extension') {
    const at = path.slice(0, -1);
    return {
      asks: false,
      outcome: `${nameOf(at)} requires AWS signatures in security.`,
      apply: (now) => withSignature(now, at, draft),
    };
  }
  if (rule === 'cloudformation' && isDescriptive(path)) return changedText(path, draft);
  const security = securityRemedy(finding, draft);
  if (security) return security;
  const integration = path.findIndex((key) => key === INTEGRATION || key === 'integration');
  if (path[0] === 'paths' && integration === 3) return functionAnswers(path.slice(0, 3), remove);
  const schema = innermostSchema(path);
  if (schema) return schemaRemedy(finding, schema, draft);
  if (path[0] === 'paths') return pathRemedy(path, remove, document);
  if (path[0] === 'servers' && path.at(-1) === 'url')
    return { asks: true, outcome: 'The server is left out.', apply: remove(path.slice(0, 2)) };
  if (isExtension(path) || path[0] === 'webhooks' || path[0] === 'servers') {
    const opened = openedWithout(String(path.at(-1)), valueAt(document, path));
    return {
      asks: true,
      outcome: [`${String(path.at(-1))} is left out.`, opened ?? []].flat().join(' '),
      apply: remove(path),
    };
  }
  // The next round finds the references to it, and decides about them.
  if (path[0] === 'components' && path.length >= 3)
    return { asks: true, outcome: `${String(path[2])} is left out.`, apply: remove(path.slice(0, 3)) };
  return undefined;
}

/** Whether the text has no effect on any request. */
const isDescriptive = (path: Path) =>
  path.at(-2) === 'tags' || /^(title|version|summary|description|termsOfService)$/.test(String(path.at(-1)));

/** A required member gets a value. */
function changedText(path: Path, { edits }: Draft): Remedy {
  const name = path.at(-2) === 'tags' ? 'The tag' : String(path.at(-1));
  const needed = { title: 'API', version: '1' }[name] ?? (path.at(-3) === 'responses' ? '' : undefined);
  return {
    asks: true,
    outcome: needed === undefined ? `${name} is left out there.` : `${name} is now ${JSON.stringify(needed)}.`,
    apply: (now) => changeAt(now, path, () => needed, edits) as Json,
  };
}

type Remove = (place: Path) => (now: Json) => Json;

const isExtension = (path: Path) => String(path.at(-1)).startsWith('x-');

function functionAnswers(operation: Path, remove: Remove): Remedy {
  const outcome = `The project's function serves ${nameOf(operation)} instead.`;
  return { asks: true, outcome, apply: remove([...operation, INTEGRATION]) };
}

function pathRemedy(path: Path, remove: Remove, document: Json): Remedy | undefined {
  const [, , key, member, status] = path;
  if (path.length < 2) return undefined;
  if (key === undefined)
    return { asks: true, outcome: `The path ${String(path[1])} is left out.`, apply: remove(path.slice(0, 2)) };
  if (!OPERATION_KEYS.includes(String(key))) {
    // A shared parameter belongs to all operations of the path.
    const whole = key === 'parameters' || key === '$ref';
    const outcome = whole
      ? `The path ${String(path[1])} is left out.`
      : `${String(key)} of ${String(path[1])} is left out.`;
    return { asks: true, outcome, apply: remove(path.slice(0, whole ? 2 : 3)) };
  }
  const operation = path.slice(0, 3);
  if (member === 'responses' && status !== undefined && isObject(valueAt(document, path.slice(0, 4))))
    return { asks: true, outcome: `The response ${String(status)} is not described.`, apply: remove(path.slice(0, 5)) };
  if (member === 'callbacks')
    return { asks: true, outcome: 'The callbacks are left out.', apply: remove(path.slice(0, 4)) };
  return { asks: true, outcome: `${nameOf(operation)} is left out.`, apply: remove(operation) };
}

/** Removes a keyword without effect, and replaces an invalid schema with one that accepts any value. */
function schemaRemedy({ rule, path }: Finding, schema: Path, { edits, document }: Draft): Remedy {
  const keyword = path[schema.length];
  if (rule === 'schema-pattern') {
    const apply = (now: Json) => changeAt(now, path, () => undefined, edits) as Json;
    return { asks: true, outcome: 'The pattern is left out there.', apply };
  }
  if (rule === 'schema-items') {
    const apply = (now: Json) =>
      changeAt(now, schema, (value) => keep(objectOf(value), { ...objectOf(value), items: {} }, edits), edits) as Json;
    return { asks: false, outcome: 'Its items may be any value, as in any list without items.', apply };
  }
  if (keyword === undefined || keyword === '$ref' || !isObject(valueAt(document, schema))) {
    const apply = (now: Json) =>
      changeAt(now, schema, (value) => (isObject(value) ? keep(value, {}, edits) : {}), edits) as Json;
    return { asks: true, outcome: 'Any value is accepted there.', apply };
  }
  const place = path.slice(0, schema.length + 1);
  return {
    asks: true,
    outcome: `${String(keyword)} is left out there.`,
    apply: (now) => changeAt(now, place, () => undefined, edits) as Json,
  };
}

/** Returns the path of the innermost schema around a place. */
function innermostSchema(path: Path): Path | undefined {
  let kind: Parameters<typeof slotOf>[1] = 'document';
  let found: Path | undefined;
  for (let index = 0; index < path.length; index++) {
    const slot = slotOf(SHAPES_3, kind, String(path[index]));
    if (!slot) break;
    if (slot.many) index += 1;
    if (index >= path.length) break;
    kind = slot.kind;
    if (kind === 'schema') found = path.slice(0, index + 1);
  }
  return found;
}

function nameOf([, path, key]: Path): string {
  if (path === undefined) return 'Every operation';
  return `${key === undefined || String(key).startsWith('x-') ? 'ANY' : String(key).toUpperCase()} ${String(path)}`;
}
