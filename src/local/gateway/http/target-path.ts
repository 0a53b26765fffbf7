/** Splits the path of a request into stage, path and query. */

export interface TargetPath {
  readonly stageName: string;
  /** Starts with exactly one slash; double slashes further on are kept (docs/aws/data-plane.md). */
  readonly path: string;
  /** Extra slashes before the path. Only `requestContext.path` shows them. */
  readonly extraSlashes: string;
  readonly queryString: string;
}

/** `/prod/items?x=1` → stage `prod`, path `/items`, query `x=1`. Extra slashes around the stage are dropped. */
export function splitTarget(rawPath: string): TargetPath {
  const question = rawPath.indexOf('?');
  const whole = question < 0 ? rawPath : rawPath.slice(0, question);
  const queryString = question < 0 ? '' : rawPath.slice(question + 1);
  const start = skipSlashes(whole, 0);
  const slash = whole.indexOf('/', start);
  if (slash < 0) return { stageName: whole.slice(start), path: '/', extraSlashes: '', queryString };
  const end = skipSlashes(whole, slash);
  return {
    stageName: whole.slice(start, slash),
    path: `/${whole.slice(end)}`,
    extraSlashes: whole.slice(slash + 1, end),
    queryString,
  };
}

function skipSlashes(text: string, from: number): number {
  let index = from;
  while (text.charCodeAt(index) === 47) index += 1;
  return index;
}
