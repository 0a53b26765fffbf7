/** The HTTP APIs of a region, and the deployments of one. */
import type { Api, ApiGatewayV2Client, Deployment } from '@aws-sdk/client-apigatewayv2';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';

/** The largest page. */
const MaxResults = '100';

export async function listHttpApis(client: ApiGatewayV2Client): Promise<Api[]> {
  const found: Api[] = [];
  let NextToken: string | undefined;
  const { GetApisCommand } = await import('@aws-sdk/client-apigatewayv2');
  do {
    const page = await client.send(new GetApisCommand({ MaxResults, ...(NextToken && { NextToken }) }));
    found.push(...(page.Items ?? []).filter(({ ProtocolType }) => ProtocolType === 'HTTP'));
    ({ NextToken } = page);
  } while (NextToken);
  return found;
}

/** An API that does not exist has none. */
export async function listHttpDeployments(client: ApiGatewayV2Client, ApiId: string): Promise<Deployment[]> {
  const found: Deployment[] = [];
  let NextToken: string | undefined;
  const { GetDeploymentsCommand } = await import('@aws-sdk/client-apigatewayv2');
  do {
    const command = new GetDeploymentsCommand({ ApiId, MaxResults, ...(NextToken && { NextToken }) });
    const page = await undefinedIfNotFound(client.send(command));
    found.push(...(page?.Items ?? []));
    NextToken = page?.NextToken;
  } while (NextToken);
  return found;
}
