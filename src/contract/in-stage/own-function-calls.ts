/** Finds integrations of a contract that call the stage's own function by its ARN, which no permission allows. Pure. */
import type { StageConfig } from '../../config/config.ts';
import { functionName } from '../../naming/names.ts';
import type { Contract } from '../model/contract.ts';

interface OwnCall {
  readonly rule: 'integration-own-function';
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * A release calls a version of the function, and only that version has the permission. A URI in the contract names no
 * version, so every call would fail with API_CONFIGURATION_ERROR.
 */
export function ownFunctionCalls({ operations }: Contract, config: StageConfig): OwnCall[] {
  const own = functionName(config);
  return operations.flatMap(({ at, settings }): OwnCall[] => {
    const uri = settings.integration?.uri ?? '';
    const called = /:lambda:path\/.*:function:([^/:]+)/.exec(uri)?.[1];
    if (called !== own) return [];
    return [
      {
        rule: 'integration-own-function',
        path: [...at, 'x-apikit', 'integration', 'uri'],
        message: `The uri calls ${own}, which is this stage's own function.`,
      },
    ];
  });
}
