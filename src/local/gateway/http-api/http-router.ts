/**
 * Finds the route of a request (Developer Guide, "Routing API requests"): a full match of the path, then a match with a
 * greedy variable, then `$default`. Of several, the path with more text before its first variable wins, then the route
 * of the method over ANY.
 */
import { decodePath } from './decode-path.ts';

export interface RouteMatch<T> {
  readonly target: T;
  /** Percent-decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

export type HttpRouter<T> = (method: string, path: string) => RouteMatch<T> | undefined;

interface Candidate<T> {
  readonly method: string;
  readonly segments: readonly Segment[];
  readonly isGreedy: boolean;
  readonly target: T;
}

type Segment = { readonly text: string } | { readonly variable: string };

/** `routes` are route keys with what they lead to. */
export function compileHttpRouter<T>(routes: readonly (readonly [key: string, target: T])[]): HttpRouter<T> {
  const fallback = routes.find(([key]) => key === '$default')?.[1];
  const candidates = routes.filter(([key]) => key !== '$default').map(([key, target]) => candidateOf(key, target));
  candidates.sort(moreSpecificFirst);
  return (method, path) => {
    const segments = path.split(/%3f/i, 1)[0]!.split('/').slice(1);
    for (const candidate of candidates) {
      if (candidate.method !== method && candidate.method !== 'ANY') continue;
      const pathParameters = matchSegments(candidate, segments);
      if (pathParameters) return { target: candidate.target, pathParameters };
    }
    return fallback === undefined ? undefined : { target: fallback, pathParameters: NONE };
  };
}

const NONE: Readonly<Record<string, string>> = Object.freeze({});

function candidateOf<T>(key: string, target: T): Candidate<T> {
  const [method = '', path = ''] = key.split(' ');
  const parts = path.split('/').slice(1);
  return {
    method,
    segments: parts.map((part) => {
      const variable = /^\{(.+?)\+?\}$/.exec(part)?.[1];
      return variable === undefined ? { text: part } : { variable };
    }),
    isGreedy: parts.at(-1)?.endsWith('+}') ?? false,
    target,
  };
}

function moreSpecificFirst<T>(a: Candidate<T>, b: Candidate<T>): number {
  if (a.isGreedy !== b.isGreedy) return a.isGreedy ? 1 : -1;
  for (const [index, segment] of a.segments.entries()) {
    const other = b.segments[index];
    if (other === undefined) return -1;
    if ('text' in segment !== 'text' in other) return 'text' in segment ? -1 : 1;
  }
  if (a.segments.length !== b.segments.length) return 1;
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

/** A variable does not match an empty segment, and a greedy one matches everything after it. */
function matchSegments<T>(
  { segments, isGreedy }: Candidate<T>,
  path: readonly string[],
): Record<string, string> | undefined {
  if (isGreedy ? path.length < segments.length : path.length !== segments.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const isRest = isGreedy && index === segments.length - 1;
    const given = decodePath(isRest ? path.slice(index).join('/') : path[index]!) ?? '';
    if ('text' in segment) {
      if (segment.text !== given) return undefined;
    } else if (given === '') return undefined;
    else found[segment.variable] = given;
  }
  return found;
}
