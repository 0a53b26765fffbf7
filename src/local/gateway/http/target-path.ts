/** Cuts a request's path into stage, path and query. */

export interface TargetPath {
  readonly stageName: string;
  /** Starts with exactly one slash; double slashes further in are kept (docs/aws/data-plane.md). */
  readonly path: string;
  readonly queryString: string;
}

/** `/prod/items?x=1` → stage `prod`, path `/items`, query `x=1`. Slashes too many around the stage are dropped. */
export function splitTarget(rawPath: string): TargetPath {
  const question = rawPath.indexOf('?');
  const whole = question < 0 ? rawPath : rawPath.slice(0, question);
  const queryString = question < 0 ? '' : rawPath.slice(question + 1);
  const start = skipSlashes(whole, 0);
  const slash = whole.indexOf('/', start);
  if (slash < 0) return { stageName: whole.slice(start), path: '/', queryString };
  return {
    stageName: whole.slice(start, slash),
    path: `/${whole.slice(skipSlashes(whole, slash))}`,
    queryString,
  };
}

function skipSlashes(text: string, from: number): number {
  let index = from;
  while (text.charCodeAt(index) === 47) index += 1;
  return index;
}
