/** The configuration of a stage with the network that `function.vpc` names. EC2's client is loaded only for it. */
import type { Clients } from '../../aws/sdk/clients.ts';
import { isDenied } from '../../aws/sdk/errors/sdk-error.ts';
import type { StageConfig } from '../../config/config.ts';
import { ApikitError } from '../../errors.ts';
import type { ReleaseSource } from '../desired/release-source.ts';
import type { PlacedStage } from './place-functions.ts';

/** Makes no call if the functions are in no VPC. Throws `NetworkNotFound`. */
export async function withNetwork(
  config: StageConfig,
  clients: Pick<Clients, 'ec2'>,
  { code, consumers = {} }: Pick<ReleaseSource, 'code' | 'consumers'>,
): Promise<PlacedStage> {
  if (!config.function.vpc) return { config, warnings: [] };
  const { placeFunctions } = await import('./place-functions.ts');
  const actions = [code, ...Object.values(consumers)].flatMap((one) => [...one.actions, ...one.otherActions]);
  return await placeFunctions(config, clients, actions);
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
