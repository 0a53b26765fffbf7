/** The AWS SDK for JavaScript before version 3, as handlers of older tutorials use it. Pure. */

/** One module stands for everything that it can do. */
const OLD_SDK = /node_modules\/aws-sdk\//;

/** `paths` are modules that are in the zip. */
export const usesOldSdk = (paths: readonly string[]): boolean => paths.some((path) => OLD_SDK.test(path));

/** AWS ended its support on 8 September 2025; `AWS_ENDPOINT_URL` is read from version 3 on (docs/aws/lambda.md). */
export const OLD_SDK_WARNING =
  'The code uses aws-sdk 2, which AWS no longer supports and which does not read AWS_ENDPOINT_URL: in the embedded cloud its calls go to AWS itself, and fail. Use the clients of version 3 (@aws-sdk/client-dynamodb, @aws-sdk/lib-dynamodb …), or pass endpoint: process.env.AWS_ENDPOINT_URL to each client.';
