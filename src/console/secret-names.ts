/** Names of headers, parameters and members whose values are credentials. */

/** These words count anywhere in a name: `passwordConfirmation`, `X-Original-Authorization`, `SecretAccessKey`. */
const WORDS =
  /cookie|authorization|credential|passw(?:or)?d|passcode|passphrase|pwd|secret|token|signature|jwt|oidc|assertion|saml(?:request|response)|session[-_]?id|(?:api|access|private|functions|encryption|signing)[-_]?key|(?<![a-z])otp(?![a-z])/i;

const WHOLE = /^(?:x-auth(?:-.*)?|sec-websocket-protocol|identitySource|usageIdentifierKey)$/i;

/** The place of the next page, and names, kinds and numbers of credentials, are no credentials. */
const HARMLESS =
  /^(?:next|page|pagination|continuation)[-_]?(?:page[-_]?)?token$|(?:key|secret|token|credential)[-_]?(?:id|arn|type|count|expires(?:[-_]?in)?)$/i;

/** Parameters of sign-in requests. As members of JSON, such names have other meanings: `code` is that of an error. */
const PARAMETER = /^(?:code|sig|auth)$/i;

export const isSecretName = (name: string): boolean => (WORDS.test(name) || WHOLE.test(name)) && !HARMLESS.test(name);

export const isSecretParameter = (name: string): boolean => isSecretName(name) || PARAMETER.test(name);
