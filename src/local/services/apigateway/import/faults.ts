/** What an import finds wrong: warnings that leave something out, and errors that abort it, worded as AWS words both. */
import { AwsError } from '../../../aws-error.ts';
import { badRequest } from '../errors.ts';

export interface Faults {
  readonly warnings: string[];
  readonly errors: string[];
}

export const noFaults = (): Faults => ({ warnings: [], errors: [] });

/** Runs one step; AWS's refusal of it becomes an error of the import, and the import goes on to find the others. */
export function attempt<R>(faults: Faults, what: string, step: () => R): R | undefined {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    faults.errors.push(`${what}: ${error.message}`);
    return undefined;
  }
}

/** Aborts on any error, and on warnings when the caller asked for it; nothing has been stored by then. */
export function refuseFaults({ warnings, errors }: Faults, failOnWarnings: boolean): void {
  const found = `${warnings.map((warning) => `\n\t${warning}`).join('')}`;
  if (errors.length > 0) {
    const additional = warnings.length > 0 ? `\nAdditionally, these warnings were found:${found}` : '';
    throw badRequest(`Errors found during import:${errors.map((error) => `\n\t${error}`).join('')}${additional}`);
  }
  if (failOnWarnings && warnings.length > 0) throw badRequest(`Warnings found during import:${found}`);
}
