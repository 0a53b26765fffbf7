/** `apikit auth`: shows the allowed callers of each operation, in the contract and in the live stage. Reads only. */
import type { DeployedOperation } from '../aws/api-gateway/live-operations.ts';
import { answersPreflight } from '../contract/compile/cors.ts';
import type { Access } from '../contract/model/access.ts';
import type { Operation } from '../contract/model/operations.ts';
import { checkedSchemes } from '../contract/model/token-checks.ts';
import { EXIT } from '../errors.ts';
import { table } from '../ui/table.ts';
import { defineCommand } from './parts/command.ts';
import { partsOf } from './parts/stage/release-preview.ts';

/** The allowed callers. Without a key and an authorizer, everyone is allowed. */
interface Who {
  key: boolean;
  authorizer: { scheme: string; kind: string; scopes: string[] } | null;
}

interface Row {
  method: string;
  path: string;
  operationId: string | null;
  /** `null` if the contract does not have the operation. */
  contract: Who | null;
  /** `null` if the stage does not have the operation. */
  live: Who | null;
  differs: boolean;
}

interface Matrix {
  app: string;
  stage: string;
  operations: Row[];
}

export const auth = defineCommand({
  options: [{ flags: '--exit-code', description: 'exit with 3 if the stage differs from the contract' }],
  common: ['stage', 'profile', 'region'],
  ofApiGateway: 'The live operations of apikit auth',
  examples: ['apikit auth --stage prod', 'apikit auth --stage prod --json --exit-code'],
  ask: async ({ flags }, context) => ({ target: await context.target(), exitCode: flags.exitCode }),

  async execute({ target }, context): Promise<Matrix> {
    const [{ liveHttpOperations, liveOperations }, { loadContract }, { liveStage }] = await Promise.all([
      import('../aws/api-gateway/live-operations.ts'),
      import('../contract/load-contract.ts'),
      import('../stage/releases/live-stage.ts'),
    ]);
    const { config, clients, project } = target;
    const contract = await loadContract(config.contract, project.root);
    const { api } = await liveStage(config, partsOf(target, context));
    const live =
      config.api === 'http'
        ? await liveHttpOperations(await clients.apiGatewayV2(), api, config.stage)
        : await liveOperations(await clients.apiGateway(), api, config.stage);
    const preflight = (path: string) =>
      answersPreflight(
        config.cors,
        contract.operations.filter((each) => each.path === path).map(({ key }) => key),
      );
    return {
      app: config.app,
      stage: config.stage,
      operations: matrix(contract.operations, live, preflight, checkedSchemes(contract, config.api)),
    };
  },

  render: ({ app, stage, operations }, theme) => {
    const rows = operations.map((row) => [
      row.method,
      row.path,
      words(row.contract),
      row.differs ? words(row.live) : '',
    ]);
    const differing = operations.filter(({ differs }) => differs).length;
    const paint = (cell: string, column: number, line: number) => {
      if (line === 0) return theme.dim(cell);
      return column === 3 ? theme.bad(cell) : cell;
    };
    return {
      notes: [
        `${app}/${stage}: allowed callers in the contract${differing > 0 ? ', and in the stage if it differs' : ''}`,
      ],
      data: table(
        [['METHOD', 'PATH', 'WHO MAY CALL', ...(differing > 0 ? ['BUT LIVE'] : [])], ...trimmed(rows, differing)],
        paint,
      ),
      ...(differing > 0 && { next: [`apikit plan --stage ${stage}`] }),
    };
  },
  json: (found) => found,
  exitCode: ({ operations }, { exitCode }) =>
    exitCode && operations.some(({ differs }) => differs) ? EXIT.declined : EXIT.done,
});

const trimmed = (rows: string[][], differing: number) => (differing > 0 ? rows : rows.map((row) => row.slice(0, 3)));

/**
 * In the order of the contract. Operations that only the stage has come last. Preflights that apikit adds are open to
 * everyone.
 */
function matrix(
  operations: readonly Operation[],
  live: readonly DeployedOperation[],
  isPreflight: (path: string) => boolean,
  checked: readonly string[],
): Row[] {
  const left = new Map(live.map((each) => [`${each.method} ${each.path}`, each]));
  const rows = operations.map(({ method, path, operationId, access }): Row => {
    const found = left.get(`${method} ${path}`);
    left.delete(`${method} ${path}`);
    return rowOf({ method, path, operationId }, fromContract(access, checked), found ? fromStage(found) : null);
  });
  const added = [...left.values()].filter(
    (each) => !(each.method === 'OPTIONS' && isPreflight(each.path) && !each.key && !each.authorizer),
  );
  return [
    ...rows,
    ...added.map((each) => rowOf({ method: each.method, path: each.path, operationId: null }, null, fromStage(each))),
  ];
}

function rowOf(operation: Pick<Row, 'method' | 'path' | 'operationId'>, contract: Who | null, live: Who | null): Row {
  return {
    ...operation,
    contract,
    live,
    differs: JSON.stringify(comparable(contract)) !== JSON.stringify(comparable(live)),
  };
}

/**
 * The gateway has its own names for signatures, and it has scopes only for tokens that it checks itself: for other
 * authorizers, the handler checks them.
 */
function comparable(who: Who | null): unknown {
  if (!who?.authorizer) return who;
  const { scheme, kind, scopes } = who.authorizer;
  return [who.key, kind, kind === 'iam' ? '' : scheme, kind === 'cognito' || kind === 'jwt' ? [...scopes].sort() : []];
}

/** `checked` are the schemes whose tokens an HTTP API checks itself, as a JWT authorizer. */
function fromContract({ key, authorizer }: Access, checked: readonly string[]): Who {
  if (!authorizer) return { key, authorizer: null };
  const kind = checked.includes(authorizer.scheme) ? 'jwt' : authorizer.kind;
  return { key, authorizer: { ...authorizer, kind, scopes: [...authorizer.scopes] } };
}

function fromStage({ key, authorizer }: DeployedOperation): Who {
  const { name = '', kind = '', scopes = [] } = authorizer ?? {};
  return { key, authorizer: authorizer ? { scheme: name, kind, scopes: [...scopes] } : null };
}

function words(who: Who | null): string {
  if (who === null) return 'nobody: it does not exist';
  const { key, authorizer } = who;
  const scopes = authorizer && authorizer.scopes.length > 0 ? ` with ${authorizer.scopes.join(' and ')}` : '';
  const name = authorizer?.kind === 'iam' ? 'IAM' : authorizer && `${authorizer.scheme} (${authorizer.kind})`;
  const parts = [...(name ? [name + scopes] : []), ...(key ? ['an API key'] : [])];
  return parts.length > 0 ? parts.join(' and ') : 'everybody';
}
