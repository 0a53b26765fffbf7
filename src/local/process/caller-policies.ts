/** Reads the policies of `local start --enforce-callers` from their files and checks them as IAM does. */
import { readFileSync } from 'node:fs';
import { compilePolicy } from '../policy/compile-policy.ts';
import { PolicySyntaxError } from '../policy/policy-syntax-error.ts';

export type CallerPolicies = { readonly documents: readonly string[] } | { readonly faults: readonly string[] };

/** `faults` has a sentence for each file that is not a valid policy. */
export function readCallerPolicies(files: readonly string[]): CallerPolicies {
  const faults: string[] = [];
  const documents = files.flatMap((file) => {
    try {
      const text = readFileSync(file, 'utf8');
      compilePolicy(text);
      return [text];
    } catch (error) {
      const reason =
        error instanceof PolicySyntaxError
          ? error.message.replace(/\.?$/, '.')
          : `It cannot be read (${(error as NodeJS.ErrnoException).code}).`;
      faults.push(`${file} is not a valid IAM policy. ${reason}`);
      return [];
    }
  });
  return faults.length > 0 ? { faults } : { documents };
}
