/**
 * The resources that a test creates for its requests. The API's own operations create them, the response identifies
 * them, and the test deletes them at its end. It never changes or deletes anything else.
 */
import { isObject, type Json, objectOf } from '../model/json.ts';
import { unescapeToken } from '../model/pointer.ts';
import type { Answer } from './check-answer.ts';
import { itemPaths, type Maker, type Makers } from './makers.ts';

/** A resource that the test created. */
export interface TestResource {
  readonly maker: Maker;
  /** Values of the path parameters that lead to it. */
  readonly values: Readonly<Record<string, string>>;
  readonly etag?: string;
}

export interface TestResources {
  /** Returns the innermost resource of `path`. With `own` it is a new one. Throws `NotMade`. */
  for(path: string, own: boolean): Promise<TestResource | undefined>;
  /** Remembers the resource that a response says was created. */
  learn(itemPath: string, values: Readonly<Record<string, string>>, answer: Answer): TestResource | undefined;
  /** All created resources, newest first, so that a nested resource comes before the one around it. */
  all(): TestResource[];
  /** Forgets a resource that a case of the test deleted. */
  forget(thing: TestResource): void;
}

/** The reason why there is no resource to request. */
export class NotMade extends Error {}

/** Calls the operation that creates a resource. `values` are the parameters of its own path. */
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
    const { path, operationId } = maker.create;
    const parent = await innermost(path, false);
    const answer = await create(maker, parent?.values ?? {});
    const thing = answer.status < 300 ? learn(itemPath, parent?.values ?? {}, answer) : undefined;
    if (thing) return thing;
    throw new NotMade(
      answer.status < 300
        ? `the response of ${operationId} does not contain the ${maker.parameter} of the new resource`
        : `${operationId} returned ${answer.status} instead of creating a resource for this test`,
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

/** Finds the ID by the link of the contract, a member of the body, or the end of `Location`. */
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

/**
 * Evaluates `$response.body#/id` and `$response.header.Location`: the runtime expressions that need only the response.
 */
function evaluate(expression: string, body: Json, headers: Answer['headers']): unknown {
  const [, place, rest = ''] = /^\$response\.(body#|header\.)(.*)$/.exec(expression) ?? [];
  if (place === 'header.') return headers[rest.toLowerCase()];
  if (place !== 'body#') return undefined;
  const parts = rest.split('/').slice(1).map(unescapeToken);
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
