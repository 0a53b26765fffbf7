/** Checks that no two resources get the same name, in one stage or in two. Pure. */
import { identityOfName, type NamedKind, namesOf } from '../naming/names.ts';
import type { StageConfig } from './config.ts';
import { namedParts } from './named-parts.ts';
import type { Problem } from './problem.ts';
import type { Source } from './source.ts';
import { exampleOf, isPattern } from './stage-patterns.ts';
import type { ReportProblem } from './stage-report.ts';

/** Why names that differ are the same for AWS. */
const because = (one: NamedKind, other: NamedKind): string =>
  one.name === other.name ? '' : `, because IAM does not distinguish ${one.name} from ${other.name} by case`;

/**
 * The step `c` of state machine `a-b` and the step `b-c` of state machine `a` give the same name. Names that every
 * stage has are reserved where their settings are checked.
 */
export function checkNamesWithin(config: StageConfig, report: ReportProblem): void {
  const owners = new Map<string, NamedKind>();
  const reported = new Set<string>();
  for (const named of namesOf({ ...config, stage: exampleOf(config.stage) }, namedParts(config))) {
    const owner = owners.get(identityOfName(named));
    owners.set(identityOfName(named), named);
    if (owner?.setting === undefined || named.setting === undefined) continue;
    const [one, other] = [owner.setting.join('.'), named.setting.join('.')];
    // A function also has a role and a log group.
    if (one === other || reported.has(`${one} ${other}`)) continue;
    reported.add(`${one} ${other}`);
    const message = `${one} and ${other} would both own the ${named.kind} ${named.name}${because(owner, named)}.`;
    report(named.setting, message, 'Rename one of them.', { about: `name of ${one} and ${other}` });
  }
}

/** `items` + `dev-x` and `items-dev` + `x` give the same names: two stages would use the same resources. */
export function sharedNames(stages: readonly StageConfig[], source: Source): Problem[] {
  const owners = new Map<string, { readonly stage: string; readonly named: NamedKind }>();
  const problems: Problem[] = [];
  for (const config of stages) {
    if (isPattern(config.stage)) continue;
    const reported = new Set<string>();
    for (const named of namesOf(config, namedParts(config))) {
      if (named.kind === 'stage') continue;
      const place = `${config.account ?? ''}/${config.region}/${identityOfName(named)}`;
      const owner = owners.get(place);
      if (owner !== undefined && owner.stage !== config.stage && !reported.has(owner.stage)) {
        reported.add(owner.stage);
        const message = `Stages ${owner.stage} and ${config.stage} would both own the ${named.kind} ${named.name}${because(owner.named, named)}.`;
        const section = config.preview?.pattern ?? config.stage;
        problems.push(
          source.problem(['stages', section], message, 'Rename one of the stages or tables.', { key: true }),
        );
      }
      owners.set(place, { stage: config.stage, named });
    }
  }
  return problems;
}
