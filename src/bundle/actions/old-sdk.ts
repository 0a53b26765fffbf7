/** Recognises the AWS SDK for JavaScript before version 3, which handlers of older tutorials use. Pure. */

/** One module of the SDK is enough evidence. */
const OLD_SDK = /node_modules\/aws-sdk\//;

/** Expects in `paths` the modules in the zip. */
export const usesOldSdk = (paths: readonly string[]): boolean => paths.some((path) => OLD_SDK.test(path));

/** AWS ended its support on 8 September 2025. Only version 3 reads `AWS_ENDPOINT_URL` (docs/aws/lambda.md). */
export const OLD_SDK_WARNING =
  'The code uses aws-sdk 2, which AWS no longer supports and which does not read AWS_ENDPOINT_URL: in the embedded cloud its calls go to AWS itself, and fail. Use the clients of version 3 (@aws-sdk/client-dynamodb, @aws-sdk/lib-dynamodb …), or pass endpoint: process.env.AWS_ENDPOINT_URL to each client.';
