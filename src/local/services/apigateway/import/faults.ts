/** The problems of an import, in AWS's words: warnings leave something out, errors abort the import. */
import { AwsError } from '../../../cloud/aws-error.ts';
import { badRequest } from '../errors.ts';

export interface Faults {
  readonly warnings: string[];
  readonly errors: string[];
}

export const noFaults = (): Faults => ({ warnings: [], errors: [] });

/** Runs one step. If AWS would reject it, the import gets an error and continues, so that it finds the other errors. */
export function attempt<R>(faults: Faults, what: string, step: () => R): R | undefined {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    faults.errors.push(`${what}: ${error.message}`);
    return undefined;
  }
}

/** Aborts on any error, and on warnings if the caller has asked for it. Nothing has been stored by then. */
export function refuseFaults({ warnings, errors }: Faults, failOnWarnings: boolean): void {
  const found = `${warnings.map((warning) => `\n\t${warning}`).join('')}`;
  if (errors.length > 0) {
    const additional = warnings.length > 0 ? `\nAdditionally, these warnings were found:${found}` : '';
    throw badRequest(`Errors found during import:${errors.map((error) => `\n\t${error}`).join('')}${additional}`);
  }
  if (failOnWarnings && warnings.length > 0) throw badRequest(`Warnings found during import:${found}`);
}
