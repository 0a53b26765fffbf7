/** User pools that a contract names and a stage does not have. Pure. */
import type { StageConfig } from '../config/config.ts';
import { suggest } from '../config/suggest.ts';
import { schemesOf } from './access.ts';
import { objectOf } from './json.ts';
import type { Contract } from './load-contract.ts';
import { readScheme } from './security-schemes.ts';

interface Missing {
  readonly rule: 'authorizer-user-pool';
  readonly path: string[];
  readonly message: string;
  readonly fix?: string;
}

/** Of the schemes that operations use. */
export function missingUserPools({ document, operations }: Contract, { stage, userPools }: StageConfig): Missing[] {
  const known = Object.keys(userPools);
  const uses = operations.flatMap(({ access }) =>
    access.authorizer?.kind === 'cognito' ? access.authorizer.scheme : [],
  );
  return [...new Set(uses)].flatMap((name) => {
    const { scheme } = readScheme(objectOf(schemesOf(document)[name]));
    const pools = scheme?.kind === 'cognito' ? scheme.pools : [];
    return pools
      .filter((pool) => !pool.startsWith('arn:') && !known.includes(pool))
      .map((pool): Missing => {
        const near = suggest(pool, known);
        return {
          rule: 'authorizer-user-pool',
          path: ['components', 'securitySchemes', name],
          message: `The scheme ${name} names the user pool ${pool}, which stage ${stage} does not have.`,
          ...(near && { fix: `Did you mean ${near}?` }),
        };
      });
  });
}
