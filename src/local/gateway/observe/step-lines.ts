/** Lines that the execution log and the log of TestInvokeMethod share, in the recorded form: maps print as in Java. */
import type { IntegrationFacts } from '../integrations/integration-facts.ts';

/** `{name=value, other=value}` */
export const mapText = (entries: readonly (readonly [name: string, value: string])[]): string =>
  `{${entries.map(([name, value]) => `${name}=${value}`).join(', ')}}`;

type Headers = Iterable<{ readonly name: string; readonly values: readonly string[] }>;

export const headersText = (headers: Headers): string =>
  mapText([...headers].map(({ name, values }) => [name, values.join(', ')]));

/** The token of a role is so long that the recorded line ends in it. */
const MAX_LINE = 1024;

const truncated = (line: string): string => (line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)} [TRUNCATED]` : line);

/**
 * Returns the lines of a call of a backend (recorded: test_apigw_test_invoke_method_api). `data` returns the lines that
 * have content of the request or the response, if they are wanted.
 */
export function integrationLines(
  { sent, received, serviceStatus, latency }: IntegrationFacts,
  data: (...lines: string[]) => string[],
): string[] {
  return [
    ...data(
      `Endpoint request URI: ${sent.uri}`,
      truncated(`Endpoint request headers: ${mapText(sent.headers)}`),
      `Endpoint request body after transformations: ${String(sent.body)}`,
    ),
    `Sending request to ${sent.uri}`,
    ...(serviceStatus === undefined
      ? []
      : [`Received response. Status: ${serviceStatus}, Integration latency: ${latency} ms`]),
    ...(received === undefined
      ? []
      : data(
          `Endpoint response headers: ${mapText(received.headers)}`,
          `Endpoint response body before transformations: ${received.body.toString('utf8')}`,
        )),
  ];
}
