/** Checks the examples of a contract against its own schemas. It sends no request. Pure. */
import type { Media } from '../model/content.ts';
import type { Operation } from '../model/operations.ts';
import type { CaseResult } from './case-result.ts';
import type { Check, SchemaChecks } from './schema-checks.ts';

export function exampleResults({ operationId, body, responses }: Operation, checks: SchemaChecks): CaseResult[] {
  const of = (what: string, media: readonly Media[], checkOf: SchemaChecks['request']) =>
    media.flatMap(({ schema, examples }) =>
      schema !== undefined
        ? examples.map(({ name, value }) => resultOf(operationId, `${what}: ${name}`, checkOf(schema), value))
        : [],
    );
  return [
    ...of('example of a body', body?.media ?? [], checks.request),
    ...responses.flatMap(({ status, media }) => of(`example of the answer ${status}`, media, checks.response)),
  ];
}

function resultOf(operationId: string, name: string, check: Check, value: unknown): CaseResult {
  const problems = check(value).map(
    ({ at, message }) => `The example does not match its schema: ${at || 'the whole'} ${message}.`,
  );
  const outcome = problems.length === 0 ? 'passed' : 'failed';
  return { operationId, name, kind: 'positive', outcome, problems, undeclared: false, ms: 0 };
}
