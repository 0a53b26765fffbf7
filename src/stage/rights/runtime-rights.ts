/**
 * The permissions that the deployed functions of a stage have through their roles, whatever apikit.yaml says now. Reads
 * only.
 */
import { type RoleRights, roleOfFunction, roleRights } from '../../aws/iam/role-rights.ts';
import type { StageConfig } from '../../config/config.ts';
import { consumersOf } from '../../config/consumers.ts';
import { consumerName, functionName } from '../../naming/names.ts';
import { notDeployed } from '../releases/live-stage.ts';
import type { RunParts } from '../stage-run.ts';

export interface FunctionRights extends RoleRights {
  readonly function: string;
}

/** Throws `NotDeployed` if the stage has no function. */
export async function runtimeRights(
  config: StageConfig,
  { clients, facts }: Pick<RunParts, 'clients' | 'facts'>,
): Promise<FunctionRights[]> {
  const names = [functionName(config), ...consumersOf(config).map(({ id }) => consumerName(config, id))];
  const [lambda, iam] = await Promise.all([clients.lambda(), clients.iam()]);
  const rights: FunctionRights[] = [];
  for (const name of names) {
    const role = await roleOfFunction(lambda, name);
    if (role !== undefined) rights.push({ function: name, ...(await roleRights(iam, role)) });
  }
  if (rights.length === 0) throw notDeployed(config, facts);
  return rights;
}
