/**
 * `$input`: the payload and the request's parameters in mapping templates (Developer Guide, "Variables for data
 * transformations").
 */

import { VelocityError } from '../../../velocity/syntax.ts';
import { once } from '../../cloud/once.ts';
import type { Budget } from '../velocity/bounds.ts';
import { parseJsonPath } from '../velocity/json-path.ts';
import { evaluateJsonPath } from '../velocity/json-path-evaluate.ts';
import type { JsonPath } from '../velocity/json-path-syntax.ts';
import { jsonOf, textOf } from '../velocity/print.ts';
import { readJson } from '../velocity/read-json.ts';
import { type HostMethod, type HostObject, map, type Value } from '../velocity/values.ts';

/** The payload begins like a JSON object but is not valid JSON. */
export class InvalidPayload extends VelocityError {}

/** One value for each name, with the names in their original spelling. */
export interface RequestParameters {
  readonly path: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  readonly header: Readonly<Record<string, string>>;
}

/** The number of values that all paths of one template may visit. */
const MAX_VISITS = 5_000_000;

/** The order in which `$input.params(name)` searches. */
const PLACES = ['path', 'querystring', 'header'] as const;

/** `body` is the payload as text; an empty payload is `{}` (recorded: test_input_body_formatting). */
export function inputObject(body: string, parameters: () => RequestParameters): HostObject {
  const payload = body === '' ? '{}' : body;
  const document = once(() => readPayload(payload));
  const budget: Budget = { left: MAX_VISITS };
  const at = (path: Value | undefined) => evaluateJsonPath(compiledPath(path), document(), budget);
  const params = once(() => paramsMap(parameters()));
  return {
    kind: 'host',
    properties: new Map([['body', () => payload]]),
    methods: new Map<string, HostMethod>([
      ['path', ([path]) => at(path) ?? null],
      // A path that finds nothing gives an empty string.
      ['json', ([path]) => jsonOf(at(path) ?? '')],
      ['params', ([name = null]) => (name === null ? params() : parameter(parameters(), textOf(name)))],
    ]),
  };
}

/**
 * A payload that does not begin like JSON is one string, as in the JSON reader behind API Gateway: `$input.path('$')`
 * can read forms and XML.
 */
function readPayload(text: string): Value {
  try {
    return readJson(text);
  } catch {
    if (/^\s*\{/.test(text)) throw new InvalidPayload('the payload is not JSON');
    return text;
  }
}

/** A template uses few paths, but uses them often. */
const compiled = new Map<string, JsonPath>();

function compiledPath(path: Value | undefined): JsonPath {
  const text = textOf(path ?? null) || '$';
  const known = compiled.get(text);
  if (known) return known;
  const fresh = parseJsonPath(text);
  if (compiled.size === 1_000) compiled.clear();
  compiled.set(text, fresh);
  return fresh;
}

function paramsMap(parameters: RequestParameters): Value {
  return map(PLACES.map((place) => [place, map(Object.entries(parameters[place]))]));
}

function parameter(parameters: RequestParameters, name: string): string {
  for (const place of PLACES) {
    const values = parameters[place];
    if (Object.hasOwn(values, name)) return values[name]!;
  }
  return '';
}
