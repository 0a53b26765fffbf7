/** Finds the gateway response type of a response, from apikit's own code or from `x-amzn-ErrorType`. Pure. */
import type { ObservedResponse } from './symptom.ts';

/** See docs/aws/data-plane.md. Errors that stand for several response types are left out. */
const BY_ERROR: Readonly<Record<string, string>> = {
  MissingAuthenticationTokenException: 'MISSING_AUTHENTICATION_TOKEN',
  IncompleteSignatureException: 'INVALID_SIGNATURE',
  InvalidSignatureException: 'INVALID_SIGNATURE',
  UnrecognizedClientException: 'INVALID_SIGNATURE',
  ExpiredTokenException: 'EXPIRED_TOKEN',
  AccessDeniedException: 'ACCESS_DENIED',
  UnauthorizedException: 'UNAUTHORIZED',
  AuthorizerConfigurationException: 'AUTHORIZER_CONFIGURATION_ERROR',
  AuthorizerFailureException: 'AUTHORIZER_FAILURE',
  TooManyRequestsException: 'THROTTLED',
  LimitExceededException: 'QUOTA_EXCEEDED',
};

/** Returns `undefined` if the gateway did not reject the request, or does not tell the type. */
export function responseTypeOf({ headers, body }: ObservedResponse): string | undefined {
  const error = headers['x-amzn-errortype'];
  if (error === undefined) return undefined;
  return codeIn(body) ?? BY_ERROR[error.replace(/:.*/, '')];
}

/** Codes that several gateway responses share, or that handlers use. */
const OF_SEVERAL = ['NOT_FOUND', 'INTERNAL_ERROR'];

/** The gateway response type in the code of apikit's own responses. */
export function codeIn(text: string): string | undefined {
  const [, code = ''] = /"code"\s*:\s*"([A-Z0-9_]+)"/.exec(text) ?? [];
  return code === '' || OF_SEVERAL.includes(code) ? undefined : code;
}
