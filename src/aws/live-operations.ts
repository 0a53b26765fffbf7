/**
 * The operations of an API as they are deployed in a stage, with who may call them and what answers: from its export, which is of
 * the deployment, and not of what somebody has changed since. One read.
 */
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { exportApi } from './export-api.ts';
import { type Exported, type LiveAccess, liveMethods } from './live-access.ts';

export interface DeployedOperation extends LiveAccess {
  /** ms */
  readonly timeout?: number;
  /** API Gateway's word: `aws_proxy`, `http`, `mock`. */
  readonly integration?: string;
  readonly uri?: string;
}

interface Integration {
  readonly type?: string;
  readonly uri?: string;
  readonly timeoutInMillis?: number;
}

export async function liveOperations(
  client: APIGatewayClient,
  api: string,
  stage: string,
): Promise<DeployedOperation[]> {
  const document = (await exportApi(client, api, stage)) as Exported;
  return liveMethods(document).map(({ key, access }) => {
    const method = document.paths?.[access.path]?.[key] as Record<string, unknown> | undefined;
    const integration = method?.['x-amazon-apigateway-integration'] as Integration | undefined;
    return {
      ...access,
      ...(integration?.timeoutInMillis !== undefined && { timeout: integration.timeoutInMillis }),
      ...(integration?.type !== undefined && { integration: integration.type }),
      ...(integration?.uri !== undefined && { uri: integration.uri }),
    };
  });
}
