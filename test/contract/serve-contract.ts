/** Deploys a contract to an embedded cloud, with the settings that it has for the stage. */
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  PutRestApiCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { methodPatches } from '../../src/aws/kinds/stage/stage-methods.ts';
import type { StageConfig } from '../../src/config/config.ts';
import { compile } from '../../src/contract/compile/compile.ts';
import { makeRelease } from '../../src/contract/compile/release-id.ts';
import { methodSettings } from '../../src/contract/in-stage/method-settings.ts';
import type { Contract } from '../../src/contract/model/contract.ts';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { FUNCTION_ARN_PLACEHOLDER } from '../../src/naming/release-marks.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';
import { FACTS, stageConfig } from './fixtures.ts';

export interface ContractCloud {
  readonly cloud: RunningCloud;
  readonly client: APIGatewayClient;
  /**
   * The function `arn` does not exist unless a test creates it. Refuses a definition for which AWS would return
   * warnings.
   */
  serve(contract: Contract, config?: StageConfig, arn?: string): Promise<{ url: string; release: string }>;
  close(): Promise<void>;
}

const NOWHERE = `arn:aws:lambda:${FACTS.region}:000000000000:function:shop-dev:1`;

export async function startContractCloud(): Promise<ContractCloud> {
  const cloud = await startTestCloud();
  const client = new APIGatewayClient({
    endpoint: cloud.endpoint,
    region: FACTS.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    cloud,
    client,
    async serve(contract, config = stageConfig(), arn = NOWHERE) {
      const definition = compile(contract, config, FACTS);
      const { document, release } = makeRelease({ definition, codeSha256: 'code', functionConfig: {} });
      const body = new TextDecoder().decode(document).replaceAll(FUNCTION_ARN_PLACEHOLDER, arn);
      const { id: restApiId } = await client.send(new CreateRestApiCommand({ name: 'shop-dev' }));
      const put = { restApiId, mode: 'overwrite', failOnWarnings: true, body: new TextEncoder().encode(body) } as const;
      await client.send(new PutRestApiCommand(put));
      await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'dev' }));
      const cluster = [
        { op: 'replace', path: '/cacheClusterEnabled', value: 'true' },
        { op: 'replace', path: '/*/*/caching/enabled', value: 'false' },
      ] as const;
      const patchOperations = [
        ...(config.cache ? cluster : []),
        ...methodPatches(methodSettings(contract.operations, config), {}),
      ];
      if (patchOperations.length > 0) {
        await client.send(new UpdateStageCommand({ restApiId, stageName: 'dev', patchOperations }));
      }
      return { url: `${cloud.endpoint}/_aws/execute-api/${restApiId}/dev`, release };
    },
    async close() {
      client.destroy();
      await cloud.close();
    },
  };
}
