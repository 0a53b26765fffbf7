/** The marks of a release in its definition document, in the gateway's responses and in the access log. */

/** Stands for the ARN of the published function version. The release replaces it. */
export const FUNCTION_ARN_PLACEHOLDER = '__APIKIT_FUNCTION_ARN__';

/** Stands for the ARN of a user pool of the stage, which `apikit.yaml` names. The release replaces it. */
export const USER_POOL_ARN_PLACEHOLDER = (pool: string) => `__APIKIT_USER_POOL_ARN_${pool}__`;

/** Stand for the issuer of a user pool's tokens, and for the ID of its client, in the definition of an HTTP API. */
export const USER_POOL_ISSUER_PLACEHOLDER = (pool: string) => `__APIKIT_USER_POOL_ISSUER_${pool}__`;
export const USER_POOL_CLIENT_PLACEHOLDER = (pool: string) => `__APIKIT_USER_POOL_CLIENT_${pool}__`;

/**
 * The definition's gateway responses set this header, so that every response of the gateway itself names the live
 * release.
 */
export const RELEASE_HEADER = 'x-apikit-release';

/** The environment variable with the release of a function that answers in place of a REST API. */
export const RELEASE_VARIABLE = 'APIKIT_RELEASE';

/**
 * No contract has this path. The gateway itself refuses it, without a key, an authorizer or the function. If the
 * contract has a variable at its root that would match the path, the definition has a mock there
 * (`contract/compile/probe-route.ts`).
 */
export const PROBE_PATH = '/__apikit-release-probe';
