/**
 * CORS knows the headers that a contract declares: what an operation takes may be sent by the pages that may call it, and
 * what it answers may be read by them. Pure.
 */
import type { CorsConfig } from '../../config/config.ts';
import { type Json, objectOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { deref } from '../model/references.ts';

/** What of a contract is looked at. */
interface Declaring {
  readonly document: Json;
  readonly operations: readonly Operation[];
}

/**
 * The setting, with the headers that operations declare added to its lists. They are one list for the whole API, in
 * preflights, answers and the gateway's errors alike. `undefined` stays so: then CORS is off.
 */
export function withDeclaredHeaders(cors: CorsConfig | undefined, contract: Declaring): CorsConfig | undefined {
  if (cors === undefined) return undefined;
  return {
    ...cors,
    allowHeaders: joined(cors.allowHeaders, contract.operations.flatMap(requestHeaders)),
    exposeHeaders: joined(
      cors.exposeHeaders,
      contract.operations.flatMap((operation) => responseHeaders(contract.document, operation)),
    ),
  };
}

const requestHeaders = ({ parameters }: Operation): string[] =>
  parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name);

function responseHeaders(document: Json, { path, key }: Operation): string[] {
  const { responses } = objectOf(objectOf(objectOf(document.paths)[path])[key]);
  return Object.values(objectOf(responses)).flatMap((response) =>
    Object.keys(objectOf(deref(document, response)?.headers)),
  );
}

/** A name of RFC 9110, section 5.6.2, without what would need an escape in a mapping of API Gateway. */
const NAME = /^[\w!#$%&*+.^`|~-]+$/;
/** Pages may always set or read these, and never those of the browser's own. */
const NO_MATTER = new Set(
  (
    'accept accept-language content-language cache-control content-length expires last-modified pragma host origin cookie ' +
    'set-cookie connection user-agent referer access-control-request-headers access-control-request-method'
  ).split(' '),
);

/** In small letters, as browsers ask for them; a list that says `*` says all. */
function joined(own: readonly string[], declared: readonly string[]): string[] {
  if (own.includes('*')) return [...own];
  const known = new Set(own.map((name) => name.toLowerCase()));
  const more = declared.map((name) => name.toLowerCase()).filter((name) => NAME.test(name) && !NO_MATTER.has(name));
  return [...own, ...new Set(more.filter((name) => !known.has(name)))];
}
