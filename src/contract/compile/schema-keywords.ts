/** The keywords of JSON Schema 2020-12 and OpenAPI by what becomes of them in a model of API Gateway. Data only. */

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Draft-04 keywords whose values are plain, which the gateway checks as the contract means them. */
export const PLAIN = words(
  'title description multipleOf minLength maxLength pattern uniqueItems minProperties maxProperties',
);

/**
 * The same, but an import may drop them (docs/aws/import.md), or engines differ on them: good for refusing, not for
 * choosing.
 */
export const UNSURE = words('minItems maxItems format');

/** No constraint is lost without these; API Gateway refuses or ignores them. */
export const INFORMATIVE = words(
  'default example examples deprecated readOnly writeOnly externalDocs xml discriminator nullable $comment ' +
    'contentEncoding contentMediaType contentSchema additionalItems',
);

/** What the handler's validators know and a model of API Gateway does not, or not safely. */
export const HANDLER_ONLY = words(
  'prefixItems contains minContains maxContains propertyNames dependentRequired dependentSchemas unevaluatedItems ' +
    'unevaluatedProperties dependencies',
);

/** Written by the sanitiser in its own way. */
export const TRANSLATED = words(
  '$ref type enum const minimum maximum exclusiveMinimum exclusiveMaximum required properties patternProperties items ' +
    'additionalProperties allOf anyOf oneOf not if then else',
);

/** Formats that draft-04 defines; others are unknown to its validators, and number formats are refused. */
export const DRAFT_04_FORMATS = words('date-time email hostname ipv4 ipv6 uri');

/** Formats that describe an encoding or a machine type. */
export const MACHINE_FORMATS = words('int32 int64 float double byte binary password');

/** What the handler's validators know beside those (ajv-formats). */
export const HANDLER_FORMATS = words(
  'date time duration iso-time iso-date-time uri-reference uri-template url regex uuid json-pointer ' +
    'json-pointer-uri-fragment relative-json-pointer',
);

/** Whether anybody gives the keyword a meaning. */
export function isKnown(keyword: string): boolean {
  return [PLAIN, UNSURE, INFORMATIVE, HANDLER_ONLY, TRANSLATED].some((set) => set.has(keyword));
}
