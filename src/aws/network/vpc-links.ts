/** Finds the VPC links that a contract names. One read for each. */
import { type APIGatewayClient, GetVpcLinkCommand } from '@aws-sdk/client-api-gateway';
import { ApikitError, EXIT } from '../../errors.ts';
import { isDenied, undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';

/**
 * Returns a warning for each link that the caller may not read or that is not ready yet. Throws `NetworkNotFound` for
 * links with which every request would fail.
 */
export async function checkVpcLinks(
  client: APIGatewayClient,
  ids: readonly string[],
  region: string,
): Promise<string[]> {
  const faults: string[] = [];
  const warnings: string[] = [];
  await Promise.all(
    ids.map(async (vpcLinkId) => {
      try {
        const link = await undefinedIfNotFound(client.send(new GetVpcLinkCommand({ vpcLinkId })));
        if (!link) faults.push(`There is no VPC link ${vpcLinkId} in ${region}.`);
        else if (link.status === 'PENDING')
          warnings.push(`VPC link ${vpcLinkId} is PENDING: requests fail until it is AVAILABLE.`);
        else if (link.status !== 'AVAILABLE') faults.push(`VPC link ${vpcLinkId} is ${link.status}.`);
      } catch (error) {
        if (!isDenied(error)) throw error;
        warnings.push(`apikit could not check VPC link ${vpcLinkId}, because apigateway:GET on it is not allowed.`);
      }
    }),
  );
  if (faults.length === 0) return warnings;
  throw new ApikitError(
    'NetworkNotFound',
    `The contract names VPC links that do not work. ${faults.join(' ')} Nothing was changed.`,
    {
      exitCode: EXIT.usage,
      hint: 'Correct vpcLink in the contract, or the stage variable that it names under variables in apikit.yaml.',
    },
  );
}
