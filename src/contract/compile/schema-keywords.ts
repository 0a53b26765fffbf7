/** The keywords of JSON Schema 2020-12 and OpenAPI, grouped by their treatment in a model of API Gateway. Data only. */

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Draft-04 keywords with plain values, which API Gateway checks with the contract's meaning. */
export const PLAIN = words(
  'title description multipleOf minLength maxLength pattern uniqueItems minProperties maxProperties',
);

/**
 * Also draft-04 keywords, but an import may drop them (docs/aws/import.md), or engines differ on them. A model may use
 * them to reject a value, but not to choose between schemas.
 */
export const UNSURE = words('minItems maxItems format');

/** Keywords that constrain nothing. API Gateway rejects or ignores them. */
export const INFORMATIVE = words(
  'default example examples deprecated readOnly writeOnly externalDocs xml discriminator nullable $comment ' +
    'contentEncoding contentMediaType contentSchema additionalItems',
);

/** Keywords that the handler's validators check, but a model of API Gateway cannot check, or not reliably. */
export const HANDLER_ONLY = words(
  'prefixItems contains minContains maxContains propertyNames dependentRequired dependentSchemas unevaluatedItems ' +
    'unevaluatedProperties dependencies',
);

/** The sanitiser translates these keywords. */
export const TRANSLATED = words(
  '$ref type enum const minimum maximum exclusiveMinimum exclusiveMaximum required properties patternProperties items ' +
    'additionalProperties allOf anyOf oneOf not if then else',
);

/** The formats that draft-04 defines. Its validators do not know others, and API Gateway rejects number formats. */
export const DRAFT_04_FORMATS = words('date-time email hostname ipv4 ipv6 uri');

/** Formats that describe an encoding or a machine type. */
export const MACHINE_FORMATS = words('int32 int64 float double byte binary password');

/** Further formats that the handler's validators check (ajv-formats). */
export const HANDLER_FORMATS = words(
  'date time duration iso-time iso-date-time uri-reference uri-template url regex uuid json-pointer ' +
    'json-pointer-uri-fragment relative-json-pointer',
);

/** Whether any validator or tool gives the keyword a meaning. */
export function isKnown(keyword: string): boolean {
  return [PLAIN, UNSURE, INFORMATIVE, HANDLER_ONLY, TRANSLATED].some((set) => set.has(keyword));
}
