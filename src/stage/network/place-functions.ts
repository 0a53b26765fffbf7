/** Finds the network of `function.vpc` in the account, and what the functions reach from there. Reads only. */
import { findNetwork } from '../../aws/network/find-network.ts';
import { unreachedServices } from '../../aws/network/ways-out.ts';
import type { Clients } from '../../aws/sdk/clients.ts';
import type { StageConfig } from '../../config/config.ts';
import { usedServices } from './used-services.ts';

export interface PlacedStage {
  /** The configuration with `function.network`. */
  readonly config: StageConfig;
  readonly warnings: readonly string[];
}

/** Makes no call if the functions are in no VPC. Throws `NetworkNotFound`. */
export async function placeFunctions(
  config: StageConfig,
  clients: Pick<Clients, 'ec2'>,
  actions: readonly string[],
): Promise<PlacedStage> {
  const { vpc } = config.function;
  if (!vpc) return { config, warnings: [] };
  const client = await clients.ec2();
  const { found, zones } = await findNetwork(client, vpc, config.region);
  const unreached = await unreachedServices(client, found, usedServices(config, actions));
  return {
    config: { ...config, function: { ...config.function, network: found } },
    warnings: [
      ...(zones < 2
        ? [
            'The subnets of function.vpc are in one availability zone: if it fails, so does the API. Name subnets of a second one.',
          ]
        : []),
      ...(unreached.length > 0 ? [unreachedWarning(unreached, found.vpc)] : []),
    ],
  };
}

/** The services with endpoints that cost nothing (docs/aws/network.md). */
const GATEWAYS = ['dynamodb', 's3'];

export function unreachedWarning(services: readonly string[], vpc: string): string {
  const free = services.filter((service) => GATEWAYS.includes(service));
  const cost =
    free.length === services.length
      ? 'A gateway endpoint costs nothing.'
      : 'AWS bills interface endpoints and NAT gateways by the hour.';
  return `The functions will not reach ${services.join(', ')} from the subnets of function.vpc, and such calls end only when the function times out: ${vpc} has neither a NAT gateway nor a VPC endpoint for ${services.length === 1 ? 'it' : 'them'} there. ${cost} See docs/network.md.`;
}
