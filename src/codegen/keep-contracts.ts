/** Keeps the modules that are generated from a contract, because compiling its schemas takes longer than hashing it. */
import type { KeptResults } from '../files/kept-results.ts';
import { EMPTY, type GeneratedContract, generateContract } from './generate-contract.ts';
import { wire } from './operations/wiring.ts';

/** Does the same as `generateContract`, which depends only on its arguments and the program. */
export function keepContracts(results: KeptResults): typeof generateContract {
  return async (contract, project = EMPTY) => {
    const key = results.keyOf('contract', [contract.document, contract.operations, project]);
    const kept = (await results.read(key)) as Omit<GeneratedContract, 'wiring'> | undefined;
    if (kept) return { ...kept, wiring: wire(contract.operations, project) };
    const { wiring, ...generated } = await generateContract(contract, project);
    await results.write(key, generated);
    return { ...generated, wiring };
  };
}
