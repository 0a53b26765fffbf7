/** What the compiler writes into a definition for others to find: the place of the function's ARN, and the release's header. */

/** Stands for the ARN of the published function version; replaced when the release is made. */
export const FUNCTION_ARN_PLACEHOLDER = '__APIKIT_FUNCTION_ARN__';

/** Set by the definition's gateway responses, so that every request that the gateway refuses tells which release is live. */
export const RELEASE_HEADER = 'x-apikit-release';
