/**
 * Finds the operation of a request. Operations of S3 share a method and a path, and differ by the sub-resource in the
 * query (`?cors`), by required parameters (`uploadId`), and by the header of a copy.
 */
import type { HttpRequest, RouteFound } from '../../cloud/operation.ts';
import { inputOf, type OperationModel } from '../../cloud/operation-model.ts';
import { targetOf } from './target.ts';

/**
 * The sub-resources of buckets and objects, by their names in queries. S3 ignores other parameters, but a request with
 * one of these is another operation.
 */
const SUB_RESOURCES: ReadonlySet<string> = new Set(
  `abac accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold lifecycle
  list-type location logging metadataConfiguration metadataTable metrics notification object-lock ownershipControls
  partNumber policy policyStatus publicAccessBlock renameObject replication requestPayment restore retention select
  session tagging torrent uploadId uploads versioning versions website`.split(/\s+/),
);

interface Route {
  readonly method: string;
  readonly level: string;
  /** The query must have all of these; a value of '' is any value. */
  readonly query: ReadonlyMap<string, string>;
  readonly isCopy: boolean;
}

const COPY_SOURCE = 'x-amz-copy-source';

export function route(http: HttpRequest, models: ReadonlyMap<string, OperationModel>): RouteFound | undefined {
  const { bucket, key } = targetOf(http);
  const level = key !== '' ? 'object' : bucket !== '' ? 'bucket' : 'service';
  const isCopy = http.headers[COPY_SOURCE] !== undefined;
  const asked = [...http.query.keys()].filter((name) => SUB_RESOURCES.has(name));
  for (const [operation, model] of models) {
    const wanted = routeOf(model);
    if (wanted.method !== http.method || wanted.level !== level || wanted.isCopy !== isCopy) continue;
    const named = [...wanted.query].every(([name, value]) => hasParameter(http.query, name, value));
    // ListParts is a GET of an upload, and GetObject of one part has the number of the part only.
    const understood = asked.every((name) => wanted.query.has(name) || isOptional(model, name));
    if (named && understood) return { operation, labels: { Bucket: bucket, Key: key } };
  }
  return undefined;
}

const hasParameter = (query: URLSearchParams, name: string, value: string): boolean =>
  value === '' ? query.has(name) : query.get(name) === value;

const routes = new WeakMap<OperationModel, Route>();

function routeOf(model: OperationModel): Route {
  const known = routes.get(model);
  if (known) return known;
  const [method, target] = model.http!.split(' ') as [string, string];
  const [path, literals = ''] = target.split('?', 2) as [string, string?];
  const { members, required = [] } = inputOf(model);
  const query = new Map(new URLSearchParams(literals));
  let isCopy = false;
  for (const name of required) {
    const member = members[name];
    if (typeof member !== 'object') continue;
    if (member.in === 'querystring') query.set(member.as, '');
    if (member.in === 'header' && member.as === COPY_SOURCE) isCopy = true;
  }
  const level = path === '/' ? 'service' : path === '/{Bucket}' ? 'bucket' : 'object';
  const made: Route = { method, level, query, isCopy };
  routes.set(model, made);
  return made;
}

const isOptional = (model: OperationModel, parameter: string): boolean =>
  Object.values(inputOf(model).members).some(
    (member) => typeof member === 'object' && member.in === 'querystring' && member.as === parameter,
  );
