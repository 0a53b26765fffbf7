/**
 * Sends requests to the methods of an API as it is now defined, deployed or not (docs/aws/deployments.md). There is no
 * stage, key, authorizer or policy in between. The effects of the method are real.
 */
import {
  type APIGatewayClient,
  GetResourcesCommand,
  TestInvokeMethodCommand,
  type TestInvokeMethodCommandOutput,
} from '@aws-sdk/client-api-gateway';
import { shellQuoted } from '../../text/shell-quoted.ts';
import { allPages } from './all-pages.ts';

export interface MethodRequest {
  readonly method: string;
  /** The path as in the contract: `/items/{id}`. */
  readonly resource: string;
  /** The path as a client sends it, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface MethodResponse {
  readonly status: number;
  /** The headers, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly ms: number;
}

export interface MethodTester {
  /** Returns `undefined` if the API has no such resource. */
  ask(request: MethodRequest): Promise<MethodResponse | undefined>;
  /** The same request as a command for a shell. */
  command(request: MethodRequest): string;
}

/** Reads the resources of the API first, with one call for each 500. */
export async function openMethodTester(
  client: APIGatewayClient,
  restApiId: string,
  stageVariables: Readonly<Record<string, string>>,
): Promise<MethodTester> {
  const resources = await allPages(async (page) => {
    const { items, position } = await client.send(new GetResourcesCommand({ restApiId, ...page }));
    return { items, position };
  });
  const ids = new Map(resources.map(({ path, id }) => [path, id]));
  return {
    async ask({ method, resource, path, headers, body }) {
      const resourceId = ids.get(resource);
      if (resourceId === undefined) return undefined;
      const command = new TestInvokeMethodCommand({
        restApiId,
        resourceId,
        httpMethod: method,
        pathWithQueryString: path,
        headers,
        stageVariables,
        ...(body !== undefined && { body }),
      });
      return answerOf(await client.send(command));
    },
    command({ method, resource, path, headers, body }) {
      return [
        `aws apigateway test-invoke-method --rest-api-id ${restApiId} --resource-id ${ids.get(resource)}`,
        `--http-method ${method} --path-with-query-string ${shellQuoted(path)}`,
        `--headers ${shellQuoted(JSON.stringify(headers))}`,
        ...(body === undefined ? [] : [`--body ${shellQuoted(body)}`]),
        ...(Object.keys(stageVariables).length === 0
          ? []
          : [`--stage-variables ${shellQuoted(JSON.stringify(stageVariables))}`]),
      ].join(' ');
    },
  };
}

function answerOf({
  status = 0,
  headers,
  multiValueHeaders,
  body,
  latency,
}: TestInvokeMethodCommandOutput): MethodResponse {
  const several = Object.entries(multiValueHeaders ?? {}).map(([name, values]) => [name, values.join(', ')] as const);
  const all = [...Object.entries(headers ?? {}), ...several].map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  return { status, headers: Object.fromEntries(all), text: body ?? '', ms: latency ?? 0 };
}
