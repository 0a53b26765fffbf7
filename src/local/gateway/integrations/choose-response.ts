/** Picks the integration response of a non-proxy integration by its selection pattern. */
import type { IntegrationResponse } from '../../services/apigateway/model.ts';

/**
 * `subject` is the status code for MOCK and HTTP. A pattern must match all of it; the response without a pattern is for
 * everything else. Each response is compiled once, here.
 */
export function chooseResponse<Compiled>(
  responses: Readonly<Record<string, IntegrationResponse>> | undefined,
  compile: (response: IntegrationResponse) => Compiled,
): (subject: string) => Compiled | undefined {
  const patterned: { pattern: RegExp; response: Compiled }[] = [];
  let fallback: Compiled | undefined;
  for (const response of Object.values(responses ?? {})) {
    const compiled = compile(response);
    if (response.selectionPattern === undefined || response.selectionPattern === '') fallback ??= compiled;
    else patterned.push({ pattern: new RegExp(`^(?:${response.selectionPattern})$`, 's'), response: compiled });
  }
  return (subject) => patterned.find(({ pattern }) => pattern.test(subject))?.response ?? fallback;
}
