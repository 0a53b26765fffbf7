/** The VPC links that the integrations of a contract name, by their IDs in this stage. Pure. */
import type { StageConfig } from '../../config/config.ts';
import type { Contract } from '../../contract/model/contract.ts';

/** A variable that the stage does not have is reported elsewhere. */
export function namedLinks({ operations }: Pick<Contract, 'operations'>, { variables }: StageConfig): string[] {
  const ids = operations.flatMap(({ settings: { integration } }) => {
    const { vpcLink } = integration ?? {};
    const variable = /^\$\{stageVariables\.(\w+)\}$/.exec(vpcLink ?? '')?.[1];
    return (variable === undefined ? vpcLink : variables[variable]) ?? [];
  });
  return [...new Set(ids)].sort();
}
