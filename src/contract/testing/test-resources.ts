/**
 * What a test makes to have something to ask for: made through the API's own operations, found again by the answer,
 * removed at the end. Nothing else is ever changed or removed.
 */
import { isObject, type Json, objectOf } from '../model/json.ts';
import type { Answer } from './check-answer.ts';
import { itemPaths, type Maker, type Makers } from './makers.ts';

/** Something that is there because of the test. */
export interface TestResource {
  readonly maker: Maker;
  /** Values of the path parameters that lead to it. */
  readonly values: Readonly<Record<string, string>>;
  readonly etag?: string;
}

export interface TestResources {
  /** What `path` is about, innermost last; `own`: the innermost one is new. Throws `NotMade`. */
  for(path: string, own: boolean): Promise<TestResource | undefined>;
  /** Notes what an answer says was made. */
  learn(itemPath: string, values: Readonly<Record<string, string>>, answer: Answer): TestResource | undefined;
  /** Everything that was made, newest first: what lies inside something goes before it. */
  all(): TestResource[];
  /** It was removed by a case of the test. */
  forget(thing: TestResource): void;
}

/** Why there is nothing to ask for. */
export class NotMade extends Error {}

/** Calls the operation that makes one; `values` are those of its own path. */
export type Create = (maker: Maker, values: Readonly<Record<string, string>>) => Promise<Answer>;

export function createTestResources(makers: Makers, create: Create): TestResources {
  const shared = new Map<string, Promise<TestResource>>();
  const made: TestResource[] = [];

  async function innermost(path: string, own: boolean): Promise<TestResource | undefined> {
    const itemPath = itemPaths(path).findLast((each) => makers.has(each));
    if (itemPath === undefined) return undefined;
    if (own) return await make(itemPath);
    const known = shared.get(itemPath) ?? make(itemPath);
    shared.set(itemPath, known);
    return await known;
  }

  async function make(itemPath: string): Promise<TestResource> {
    const maker = makers.get(itemPath)!;
    const { operation } = maker.create;
    const parent = await innermost(operation.path, false);
    const answer = await create(maker, parent?.values ?? {});
    const thing = answer.status < 300 ? learn(itemPath, parent?.values ?? {}, answer) : undefined;
    if (thing) return thing;
    throw new NotMade(
      answer.status < 300
        ? `the answer of ${operation.operationId} does not tell the ${maker.parameter} of what it made`
        : `${operation.operationId} answered ${answer.status} where one was to be made for this test`,
    );
  }

  function learn(itemPath: string, values: Readonly<Record<string, string>>, answer: Answer): TestResource | undefined {
    const maker = makers.get(itemPath);
    const id = maker && idIn(answer, maker);
    if (!maker || id === undefined) return undefined;
    const { etag } = answer.headers;
    const thing = { maker, values: { ...values, [maker.parameter]: id }, ...(etag !== undefined && { etag }) };
    made.push(thing);
    return thing;
  }

  return {
    for: innermost,
    learn,
    all: () => [...made].reverse(),
    forget(thing) {
      const index = made.indexOf(thing);
      if (index >= 0) made.splice(index, 1);
    },
  };
}

/** By the link of the contract, a member of the body, or the end of `Location`. */
function idIn({ text, headers }: Answer, { parameter, expression }: Maker): string | undefined {
  const body = jsonOf(text);
  const pointed = expression === undefined ? undefined : evaluate(expression, body, headers);
  const named = Object.keys(body).find((name) => name.toLowerCase() === parameter.toLowerCase());
  const found = pointed ?? (named === undefined ? undefined : body[named]) ?? body.id;
  if (typeof found === 'string' || typeof found === 'number') return String(found);
  const last = headers.location
    ?.split(/[?#]/)[0]
    ?.split('/')
    .findLast((segment) => segment !== '');
  return last === undefined ? undefined : decodeURIComponent(last);
}

/** `$response.body#/id` and `$response.header.Location`: the runtime expressions that an answer can tell. */
function evaluate(expression: string, body: Json, headers: Answer['headers']): unknown {
  const [, place, rest = ''] = /^\$response\.(body#|header\.)(.*)$/.exec(expression) ?? [];
  if (place === 'header.') return headers[rest.toLowerCase()];
  if (place !== 'body#') return undefined;
  const parts = rest
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return parts.reduce<unknown>((value, part) => objectOf(value)[part], body);
}

function jsonOf(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
