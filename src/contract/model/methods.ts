/** The methods of a path item. Data only. */

/** What API Gateway serves (docs/aws/data-plane.md). `trace` of OpenAPI is not among them. */
export const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const;

/** The extension that stands for every method that is not named beside it. */
export const ANY_METHOD = 'x-amazon-apigateway-any-method';

/** Keys of a path item that are operations. */
export const OPERATION_KEYS: readonly string[] = [...METHODS, ANY_METHOD];

/** What OpenAPI itself allows beside operations. */
export const PATH_ITEM_KEYS: readonly string[] = ['summary', 'description', 'parameters', 'servers', '$ref'];
