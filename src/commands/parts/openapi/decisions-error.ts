/** The error of an import that needs somebody's decision. Data and text only. */
import { type Problem, renderProblem } from '../../../config/problem.ts';
import type { Decision } from '../../../contract/import/settle.ts';
import { ApikitError, EXIT } from '../../../errors.ts';

/** Of one rule, in the message; `--json` has all. */
const MOST_SHOWN = 12;

/** Also carries the decisions one by one, for `--json`. */
export class DecisionsError extends ApikitError {
  readonly problems: readonly Problem[];

  /** `retry`: the command line that accepts all of them. */
  constructor(decisions: readonly Decision[], retry: string) {
    const rules = [...new Set(decisions.map(({ rule }) => rule))];
    const lines = rules.flatMap((rule) => {
      const ofRule = decisions.filter((each) => each.rule === rule);
      const more = ofRule.length - MOST_SHOWN;
      return [
        `  ${rule}:`,
        ...ofRule.slice(0, MOST_SHOWN).map((each) => `    ${renderDecision(each)}`),
        ...(more > 0 ? [`    and ${more} more of the kind`] : []),
      ];
    });
    const count = decisions.length === 1 ? 'One thing cannot' : `${decisions.length} things cannot`;
    super(
      'DecisionsNeeded',
      [
        `${count} be carried over as it is written; nothing was written. If each may become what is said here, accept it by its rule:`,
        ...lines,
      ].join('\n'),
      { exitCode: EXIT.usage, hint: `Correct the document, or run: ${retry}` },
    );
    this.problems = decisions;
  }
}

/** `api.yaml:3:1 The resource policy is not deployed. → x-amazon-apigateway-policy is left out.` */
export function renderDecision(decision: Decision): string {
  return `${renderProblem({ ...decision, fix: '' })} (${decision.path || '/'}) → ${decision.outcome}`;
}
