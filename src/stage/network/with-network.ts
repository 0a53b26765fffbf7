/** The configuration of a stage with the network that `function.vpc` names. EC2's client is loaded only for it. */
import type { Clients } from '../../aws/sdk/clients.ts';
import { isDenied } from '../../aws/sdk/errors/sdk-error.ts';
import type { StageConfig } from '../../config/config.ts';
import { ApikitError } from '../../errors.ts';
import type { ReleaseSource } from '../desired/release-source.ts';
import { namedLinks } from './named-links.ts';
import type { PlacedStage } from './place-functions.ts';

/** Makes no call if the stage has no VPC and the contract no VPC link. Throws `NetworkNotFound`. */
export async function withNetwork(
  config: StageConfig,
  clients: Pick<Clients, 'ec2' | 'apiGateway'>,
  { contract, code, consumers = {} }: Pick<ReleaseSource, 'contract' | 'code' | 'consumers'>,
): Promise<PlacedStage> {
  const links = namedLinks(contract, config);
  const warnings = links.length > 0 ? await linkWarnings(links, config, clients) : [];
  if (!config.function.vpc) return { config, warnings };
  const { placeFunctions } = await import('./place-functions.ts');
  const actions = [code, ...Object.values(consumers)].flatMap((one) => [...one.actions, ...one.otherActions]);
  const placed = await placeFunctions(config, clients, actions);
  return { ...placed, warnings: [...warnings, ...placed.warnings] };
}

async function linkWarnings(
  links: readonly string[],
  { region }: StageConfig,
  clients: Pick<Clients, 'apiGateway'>,
): Promise<string[]> {
  const { checkVpcLinks } = await import('../../aws/network/vpc-links.ts');
  return await checkVpcLinks(await clients.apiGateway(), links, region);
}

/** Does the same for a comparison, which leaves the VPC out if the network cannot be found. */
export async function withKnownNetwork(config: StageConfig, clients: Pick<Clients, 'ec2'>): Promise<PlacedStage> {
  const { vpc } = config.function;
  if (!vpc) return { config, warnings: [] };
  const { findNetwork } = await import('../../aws/network/find-network.ts');
  try {
    const { found } = await findNetwork(await clients.ec2(), vpc, config.region);
    return { config: { ...config, function: { ...config.function, network: found } }, warnings: [] };
  } catch (error) {
    if (!(error instanceof ApikitError) && !isDenied(error)) throw error;
    return { config, warnings: [`The VPC of the functions is not compared. ${(error as Error).message}`] };
  }
}
