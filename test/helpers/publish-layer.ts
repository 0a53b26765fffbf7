/** Publishes a version of a Lambda layer, which apikit only refers to. */
import { LambdaClient, PublishLayerVersionCommand, type PublishLayerVersionCommandInput } from '@aws-sdk/client-lambda';
import { makeZip } from '../local/lambda/zip.ts';

/** Returns the ARN of the version. */
export async function publishLayer(
  endpoint: string,
  LayerName: string,
  files: Record<string, string>,
  more: Partial<PublishLayerVersionCommandInput> = {},
): Promise<string> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new LambdaClient({ endpoint, region: 'us-east-1', credentials });
  const command = new PublishLayerVersionCommand({ LayerName, Content: { ZipFile: makeZip(files) }, ...more });
  const { LayerVersionArn = '' } = await client.send(command);
  client.destroy();
  return LayerVersionArn;
}
