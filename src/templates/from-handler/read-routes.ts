/** Finds the routes that a handler's text compares. Pure. */

export interface Route {
  /** For example `/items/{id}`, `/{proxy+}`. */
  readonly path: string;
  /** `ANY` means that the handler checks the method itself. */
  readonly method: string;
}

const METHODS = 'GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS';
/** For example `case "GET /items/{id}"`. */
const PAIR = new RegExp(`["'\`](${METHODS}) (/[\\w./{}+-]*)["'\`]`, 'g');
const PATH = /["'`](\/[\w./{}+-]*)["'`]/g;
/** Matches a line that compares a path. */
const COMPARES = /\bcase\b|[=!]=|\.startsWith\(|startswith\(|\bmatch\b/;
const PARAMETER = /pathParameters["']?\]?\s*(?:\?\.|\.|\[)?\s*(?:get\()?\s*["']?\[?["']?([A-Za-z]\w*)/g;

/** Members of the event of HTTP APIs (payload 2.0), which a REST API does not send. */
const OF_HTTP_APIS = /\b(routeKey|rawPath|rawQueryString)\b|requestContext["'\]?.[]+http\b/;

/** The result is never empty: without any route in the code, the handler gets every request. */
export function readRoutes(code: string): { routes: Route[]; remarks: string[] } {
  const [foreign] = OF_HTTP_APIS.exec(code) ?? [];
  const remarks =
    foreign === undefined
      ? []
      : [
          `The code reads ${foreign}, which only HTTP APIs send. A REST API sends httpMethod, resource and path: change the code to read these, or write api: http and payload: "2.0" in apikit.yaml.`,
        ];
  const pairs = [...code.matchAll(PAIR)].map(([, method, path]) => ({ method: method!, path: path! }));
  if (pairs.length > 0) return { routes: unique(pairs), remarks };
  const paths = code
    .split('\n')
    .filter((line) => COMPARES.test(line))
    .flatMap((line) => [...line.matchAll(PATH)].map(([, path]) => path!));
  if (paths.length > 0) return { routes: unique(paths.map((path) => ({ path, method: 'ANY' }))), remarks };
  const parameter = [...code.matchAll(PARAMETER)]
    .map(([, name]) => name!)
    .find((name) => !/^(get|proxy|or|and)$/.test(name));
  if (parameter !== undefined)
    return {
      routes: ['/items', `/items/{${parameter}}`].map((path) => ({ path, method: 'ANY' })),
      remarks: [...remarks, `The code does not show its paths: /items is a guess.`],
    };
  return {
    routes: ['/', '/{proxy+}'].map((path) => ({ path, method: 'ANY' })),
    remarks: [...remarks, 'The code does not show its paths, so the handler gets every request.'],
  };
}

/** Sorts by path. A slash at the end of a path does not matter. */
function unique(routes: readonly Route[]): Route[] {
  const plain = routes.map(({ path, method }) => ({ path: path.length > 1 ? path.replace(/\/$/, '') : path, method }));
  return [...new Map(plain.map((route) => [`${route.path} ${route.method}`, route])).values()].sort((a, b) =>
    a.path < b.path ? -1 : Number(a.path > b.path),
  );
}
