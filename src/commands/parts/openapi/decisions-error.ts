/** The error of an import that needs a decision of the user. It holds only data and text. */
import { type Problem, renderProblem } from '../../../config/problem.ts';
import type { Decision } from '../../../contract/import/settle.ts';
import { ApikitError, EXIT } from '../../../errors.ts';

/** How many decisions of one rule the message shows. `--json` has all. */
const MOST_SHOWN = 12;

/** Also holds the single decisions, for `--json`. */
export class DecisionsError extends ApikitError {
  readonly problems: readonly Problem[];

  /** `retry` is the command line that accepts all of them. */
  constructor(decisions: readonly Decision[], retry: string) {
    const rules = [...new Set(decisions.map(({ rule }) => rule))];
    const lines = rules.flatMap((rule) => {
      const ofRule = decisions.filter((each) => each.rule === rule);
      const more = ofRule.length - MOST_SHOWN;
      return [
        `  ${rule}:`,
        ...ofRule.slice(0, MOST_SHOWN).map((each) => `    ${renderDecision(each)}`),
        ...(more > 0 ? [`    and ${more} more of this rule`] : []),
      ];
    });
    const count =
      decisions.length === 1 ? 'One part of the document cannot' : `${decisions.length} parts of the document cannot`;
    super(
      'DecisionsNeeded',
      [
        `${count} be imported as it is written; nothing was written. To accept the replacements below, accept their rules:`,
        ...lines,
      ].join('\n'),
      { exitCode: EXIT.usage, hint: `Correct the document, or run: ${retry}` },
    );
    this.problems = decisions;
  }
}

/** For example `api.yaml:3:1 The resource policy is not deployed. → x-amazon-apigateway-policy is left out.` */
export function renderDecision(decision: Decision): string {
  return `${renderProblem({ ...decision, fix: '' })} (${decision.path || '/'}) → ${decision.outcome}`;
}
