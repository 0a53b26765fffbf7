/** The role with which API Gateway writes logs in an account and region; `undefined` if there is none. One read. */
import { type APIGatewayClient, GetAccountCommand } from '@aws-sdk/client-api-gateway';

export async function logsRole(client: APIGatewayClient): Promise<string | undefined> {
  return (await client.send(new GetAccountCommand({}))).cloudwatchRoleArn;
}
