/**
 * The resources that a test creates for its requests. The API's own operations create them, the response identifies
 * them, and the test deletes them at its end. It never changes or deletes anything else.
 */
import { percentDecoded } from '../../text/percent-decoded.ts';
import { type Json, objectOf } from '../model/json.ts';
import { unescapeToken } from '../model/pointer.ts';
import type { ApiResponse } from './check-response.ts';
import { type Creator, type Creators, itemPaths } from './creators.ts';

/** A resource that the test created. */
export interface TestResource {
  readonly creator: Creator;
  /** Values of the path parameters that lead to it. */
  readonly values: Readonly<Record<string, string>>;
  readonly etag?: string;
}

export interface TestResources {
  /** Returns the innermost resource of `path`. With `own` it is a new one. Throws `ResourceNotCreated`. */
  for(path: string, own: boolean): Promise<TestResource | undefined>;
  /** Remembers the resource that a response says was created. */
  learn(itemPath: string, values: Readonly<Record<string, string>>, answer: ApiResponse): TestResource | undefined;
  /** All created resources, newest first, so that a nested resource comes before the one around it. */
  all(): TestResource[];
  /** Forgets a resource that a case of the test deleted. */
  forget(resource: TestResource): void;
}

/** The reason why there is no resource to request. */
export class ResourceNotCreated extends Error {}

/** Calls the operation that creates a resource. `values` are the parameters of its own path. */
export type Create = (creator: Creator, values: Readonly<Record<string, string>>) => Promise<ApiResponse>;

export function createTestResources(creators: Creators, create: Create): TestResources {
  const shared = new Map<string, Promise<TestResource>>();
  const made = new Set<TestResource>();

  async function innermost(path: string, own: boolean): Promise<TestResource | undefined> {
    const itemPath = itemPaths(path).findLast((each) => creators.has(each));
    if (itemPath === undefined) return undefined;
    if (own) return await make(itemPath);
    const known = shared.get(itemPath) ?? make(itemPath);
    shared.set(itemPath, known);
    return await known;
  }

  async function make(itemPath: string): Promise<TestResource> {
    const creator = creators.get(itemPath)!;
    const { path, operationId } = creator.create;
    const parent = await innermost(path, false);
    const answer = await create(creator, parent?.values ?? {});
    const resource = answer.status < 300 ? learn(itemPath, parent?.values ?? {}, answer) : undefined;
    if (resource) return resource;
    throw new ResourceNotCreated(
      answer.status < 300
        ? `the response of ${operationId} does not contain the ${creator.parameter} of the new resource`
        : `${operationId} returned ${answer.status} instead of creating a resource for this test`,
    );
  }

  function learn(
    itemPath: string,
    values: Readonly<Record<string, string>>,
    answer: ApiResponse,
  ): TestResource | undefined {
    const creator = creators.get(itemPath);
    const id = creator && idIn(answer, creator);
    if (!creator || id === undefined) return undefined;
    const { etag } = answer.headers;
    const resource = { creator, values: { ...values, [creator.parameter]: id }, ...(etag !== undefined && { etag }) };
    made.add(resource);
    return resource;
  }

  return {
    for: innermost,
    learn,
    all: () => [...made].reverse(),
    forget: (resource) => void made.delete(resource),
  };
}

/** Finds the ID by the link of the contract, a member of the body, or the end of `Location`. */
function idIn({ text, headers }: ApiResponse, { parameter, expression }: Creator): string | undefined {
  const body = jsonOf(text);
  const pointed = expression === undefined ? undefined : evaluate(expression, body, headers);
  const named = Object.keys(body).find((name) => name.toLowerCase() === parameter.toLowerCase());
  const found = pointed ?? (named === undefined ? undefined : body[named]) ?? body.id;
  if (typeof found === 'string' || typeof found === 'number') return String(found);
  const last = headers.location
    ?.split(/[?#]/)[0]
    ?.split('/')
    .findLast((segment) => segment !== '');
  return last === undefined ? undefined : percentDecoded(last);
}

/**
 * Evaluates `$response.body#/id` and `$response.header.Location`: the runtime expressions that need only the response.
 */
function evaluate(expression: string, body: Json, headers: ApiResponse['headers']): unknown {
  const [, place, rest = ''] = /^\$response\.(body#|header\.)(.*)$/.exec(expression) ?? [];
  if (place === 'header.') return headers[rest.toLowerCase()];
  if (place !== 'body#') return undefined;
  const parts = rest.split('/').slice(1).map(unescapeToken);
  return parts.reduce<unknown>((value, part) => objectOf(value)[part], body);
}

function jsonOf(text: string): Json {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}
