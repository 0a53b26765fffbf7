/** The steps of a preparation that take time, with the results that this user has kept of earlier runs. */
import { keepContracts } from '../../codegen/keep-contracts.ts';
import { keepReadings } from '../../contract/keep-readings.ts';
import { loadContract } from '../../contract/load-contract.ts';
import { keptResults } from '../../files/kept-results.ts';
import { ONCE, type Preparers } from './prepare-stage.ts';

export function keptPreparers(env: NodeJS.ProcessEnv): Preparers {
  const results = keptResults(env);
  if (!results) return ONCE;
  return {
    ...ONCE,
    contract: keepContracts(results),
    load: (file, root) => loadContract(file, root, keepReadings(results)),
  };
}
