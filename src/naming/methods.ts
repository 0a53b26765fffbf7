/** The methods of an API, and their keys in OpenAPI documents: contracts, definitions and exports. Pure. */

/** The methods that API Gateway supports (docs/aws/data-plane.md). `trace` of OpenAPI is not one of them. */
export const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const;

/** The extension for all methods that the path item does not name. */
export const ANY_METHOD = 'x-amazon-apigateway-any-method';

/** The keys of a path item that are operations. */
export const OPERATION_KEYS: readonly string[] = [...METHODS, ANY_METHOD];

/** Returns the method in upper case, or `ANY`. */
export const methodOf = (key: string): string => (key === ANY_METHOD ? 'ANY' : key.toUpperCase());
