/** Chooses the integration response of a non-proxy integration by its selection pattern. */
import { boundedRegExp } from '../../../regexp/bounded-regexp.ts';
import type { IntegrationResponse } from '../../state/apis/model.ts';
import { configurationError } from '../gateway-error.ts';

type Matcher = (subject: string) => boolean;

/**
 * The subject is the status code for MOCK and HTTP, and the error message for Lambda. A pattern must match all of it,
 * and `.` does not match a line end, as in Java. The response without a pattern is the default. Each response is
 * compiled once, here. Choosing throws `GatewayError` for an invalid pattern.
 */
export function chooseResponse<Compiled>(
  responses: Readonly<Record<string, IntegrationResponse>> | undefined,
  compile: (response: IntegrationResponse) => Compiled,
): (subject: string | undefined) => Compiled | undefined {
  const patterned: { matches: Matcher; response: Compiled }[] = [];
  let fallback: Compiled | undefined;
  for (const response of Object.values(responses ?? {})) {
    const compiled = compile(response);
    if (response.selectionPattern === undefined || response.selectionPattern === '') fallback ??= compiled;
    else patterned.push({ matches: compilePattern(response.selectionPattern), response: compiled });
  }
  return (subject) => {
    const chosen = subject === undefined ? undefined : patterned.find(({ matches }) => matches(subject));
    return chosen ? chosen.response : fallback;
  };
}

function compilePattern(pattern: string): Matcher {
  try {
    const regexp = boundedRegExp(`^(?:${pattern})$`);
    return (subject) => regexp.test(subject);
  } catch {
    return () => {
      throw configurationError(`the selection pattern ${JSON.stringify(pattern)} cannot be read`);
    };
  }
}
