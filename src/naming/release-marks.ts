/** By what a release is recognised: in its definition document, in answers of the gateway, and in the access log. */

/** Stands for the ARN of the published function version; replaced when the release is made. */
export const FUNCTION_ARN_PLACEHOLDER = '__APIKIT_FUNCTION_ARN__';

/** Stands for the ARN of a user pool of the stage, by its name in apikit.yaml; replaced when the release is made. */
export const USER_POOL_ARN_PLACEHOLDER = (pool: string) => `__APIKIT_USER_POOL_ARN_${pool}__`;

/** Set by the definition's gateway responses, so that every request that the gateway refuses tells which release is live. */
export const RELEASE_HEADER = 'x-apikit-release';

/**
 * No contract has this path. The gateway itself refuses it, without any key or authorizer and without the function; where a
 * variable at the root of the contract would take it, a mock of the definition's own answers there
 * (`contract/compile/probe-route.ts`).
 */
export const PROBE_PATH = '/__apikit-release-probe';
