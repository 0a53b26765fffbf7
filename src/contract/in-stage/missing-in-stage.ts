/** Finds what a contract names and a stage lacks: user pools, scopes, variables, and targets of integrations. Pure. */
import type { StageConfig } from '../../config/config.ts';
import { sameIn } from '../../config/stage-report.ts';
import { suggest } from '../../config/suggest.ts';
import { readSchemeNamed } from '../model/access.ts';
import type { Contract } from '../model/contract.ts';

interface Missing {
  readonly rule:
    | 'authorizer-user-pool'
    | 'integration-queue'
    | 'integration-target'
    | 'security-scope-unknown'
    | 'integration-stage-variable'
    | 'authorizer-stage-variable';
  readonly path: readonly string[];
  /** The name that the stage does not have. */
  readonly name: string;
  readonly message: string;
  readonly fix?: string;
}

/**
 * Returns everything that is missing. If several stages lack the same, the message is about the first one and names the
 * others.
 */
export function missingInStages(contract: Contract, stages: readonly StageConfig[]): Missing[] {
  const reported = new Map<string, { missing: Missing; others: string[] }>();
  for (const config of stages) {
    for (const missing of missingInStage(contract, config)) {
      const { rule, path, name } = missing;
      const key = JSON.stringify([rule, path, name]);
      const before = reported.get(key);
      if (before) before.others.push(config.stage);
      else reported.set(key, { missing, others: [] });
    }
  }
  return [...reported.values()].map(({ missing, others }) =>
    others.length === 0 ? missing : { ...missing, message: `${missing.message} ${sameIn(others)}` },
  );
}

function missingInStage(contract: Contract, config: StageConfig): Missing[] {
  return [
    ...missingUserPools(contract, config),
    ...unknownScopes(contract, config),
    ...missingVariables(contract, config),
    ...missingQueues(contract, config),
    ...missingTargets(contract, config),
    ...binaryBodies(contract, config),
  ];
}

/**
 * The scopes of Cognito itself
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html).
 */
const COGNITOS_OWN = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

/** The scopes of pools outside `apikit.yaml` are unknown, so this check accepts them. */
function unknownScopes({ document, operations }: Contract, { stage, userPools }: StageConfig): Missing[] {
  return operations.flatMap(({ access: { authorizer }, at, operationId }) => {
    if (authorizer?.kind !== 'cognito') return [];
    const { scheme } = readSchemeNamed(document, authorizer.scheme);
    const pools = scheme?.kind === 'cognito' ? scheme.pools : [];
    if (pools.length === 0 || pools.some((pool) => !Object.hasOwn(userPools, pool))) return [];
    const declared = pools.flatMap((pool) =>
      Object.entries(userPools[pool]!.scopes).flatMap(([server, names]) => names.map((name) => `${server}/${name}`)),
    );
    const known = [...declared, ...COGNITOS_OWN];
    return authorizer.scopes
      .filter((scope) => !known.includes(scope))
      .map((scope): Missing => {
        const near = suggest(scope, known);
        return {
          rule: 'security-scope-unknown',
          path: [...at, 'security'],
          name: scope,
          message: `${operationId} requires the scope ${scope}, which no user pool of stage ${stage} declares for ${authorizer.scheme}.`,
          ...(near && { fix: `Did you mean ${near}?` }),
        };
      });
  });
}

/**
 * Finds stage variables in addresses and credentials (`${stageVariables.x}`), mappings (`stageVariables.x`) and
 * templates (`$stageVariables.x`, `$stageVariables['x']`, `$stageVariables.get("x")`). Other methods of the map name no
 * variable. The text is JSON, in which quotes may be escaped.
 */
const STAGE_VARIABLE = /\bstageVariables(?:\.(\w+)\b(?!\s*\()|(?:\.get\(|\[)\s*\\?["'](\w+)\\?["'])/g;

function missingVariables({ document, operations }: Contract, { stage, variables }: StageConfig): Missing[] {
  const unknownIn = (text: string, place: Pick<Missing, 'rule' | 'path'>, what: string, then = ''): Missing[] =>
    [...new Set([...text.matchAll(STAGE_VARIABLE)].map(([, name, quoted]) => name ?? quoted!))]
      .filter((name) => !Object.hasOwn(variables, name))
      .map((name) => {
        const near = suggest(name, Object.keys(variables));
        return {
          ...place,
          name,
          message: `${what} names the stage variable ${name}, which stage ${stage} does not have${then}.`,
          fix: near
            ? `Did you mean ${near}?`
            : `Add variables: { ${name}: … } in apikit.yaml, or under stages.${stage}.`,
        };
      });
  const integrations = operations.flatMap(({ at, settings, operationId }) => {
    const place = { rule: 'integration-stage-variable' as const, path: [...at, 'x-apikit', 'integration'] };
    return unknownIn(JSON.stringify(settings.integration) ?? '', place, `The integration of ${operationId}`);
  });
  const authorizers = [...new Set(operations.flatMap(({ access }) => access.authorizer?.scheme ?? []))].flatMap(
    (name) => {
      const { scheme } = readSchemeNamed(document, name);
      const place = { rule: 'authorizer-stage-variable' as const, path: ['components', 'securitySchemes', name] };
      // API Gateway does not call the authorizer for a request that lacks one of its identity sources
      // (https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html).
      const then = ', so API Gateway rejects every request with 401';
      return unknownIn(
        scheme && 'identitySource' in scheme ? scheme.identitySource : '',
        place,
        `The identity of ${name}`,
        then,
      );
    },
  );
  return [...integrations, ...authorizers];
}

/** Checks the schemes that operations use. */
function missingUserPools({ document, operations }: Contract, { stage, userPools }: StageConfig): Missing[] {
  const known = Object.keys(userPools);
  const uses = operations.flatMap(({ access }) =>
    access.authorizer?.kind === 'cognito' ? access.authorizer.scheme : [],
  );
  return [...new Set(uses)].flatMap((name) => {
    const { scheme } = readSchemeNamed(document, name);
    const pools = scheme?.kind === 'cognito' ? scheme.pools : [];
    return pools
      .filter((pool) => !pool.startsWith('arn:') && !known.includes(pool))
      .map((pool): Missing => {
        const near = suggest(pool, known);
        return {
          rule: 'authorizer-user-pool',
          path: ['components', 'securitySchemes', name],
          name: pool,
          message: `The scheme ${name} names the user pool ${pool}, which stage ${stage} does not have.`,
          ...(near && { fix: `Did you mean ${near}?` }),
        };
      });
  });
}

/** Queues that are missing, or whose type does not fit the operation. */
function missingQueues({ operations }: Contract, config: StageConfig): Missing[] {
  const known = Object.keys(config.queues);
  return operations.flatMap(({ at, operationId, settings: { integration } }): Missing[] => {
    if (integration?.sends?.service !== 'sqs') return [];
    const { name, group } = integration.sends;
    const place = { rule: 'integration-queue' as const, path: [...at, 'x-apikit', 'integration'], name };
    const queue = config.queues[name];
    if (!queue) {
      const near = suggest(name, known);
      const message = `${operationId} sends to the queue ${name}, which stage ${config.stage} does not have.`;
      const fix = near ? `Did you mean ${near}?` : `Add queues: { ${name}: {} } in apikit.yaml.`;
      return [{ ...place, path: [...place.path, 'sqs'], message, fix }];
    }
    if (queue.fifo !== (group !== undefined)) {
      const message = queue.fifo
        ? `${operationId} sends to the FIFO queue ${name} without a group.`
        : `${operationId} sends with a group, but queue ${name} is not a FIFO queue.`;
      const fix = queue.fifo
        ? 'Add group: with the member of the body that orders messages, e.g. group: customer.'
        : 'Remove group, or add fifo: true to the queue.';
      return [{ ...place, message, fix }];
    }
    return [];
  });
}

/** How messages speak of a target, by the member of the integration. */
const TARGETS = {
  stepFunctions: {
    section: 'stateMachines',
    uses: 'starts the state machine',
    example: (name: string) => `stateMachines: { ${name}: { definition: flows/${name}.asl.json } }`,
  },
  sns: { section: 'topics', uses: 'publishes to the topic', example: (name: string) => `topics: { ${name}: {} }` },
  eventBridge: {
    section: 'eventBuses',
    uses: 'sends to the event bus',
    example: (name: string) => `eventBuses: { ${name}: {} }`,
  },
} as const;

/** State machines, topics and event buses that are missing. */
function missingTargets({ operations }: Contract, config: StageConfig): Missing[] {
  return operations.flatMap(({ at, operationId, settings: { integration } }): Missing[] => {
    const { service, name } = integration?.sends ?? {};
    if (service === undefined || service === 'sqs' || name === undefined) return [];
    const { section, uses, example } = TARGETS[service];
    const known = Object.keys(config[section]);
    if (known.includes(name)) return [];
    const near = suggest(name, known);
    return [
      {
        rule: 'integration-target',
        path: [...at, 'x-apikit', 'integration', service],
        name,
        message: `${operationId} ${uses} ${name}, which stage ${config.stage} does not have.`,
        fix: near ? `Did you mean ${near}?` : `Add ${example(name)} in apikit.yaml.`,
      },
    ];
  });
}

/** A template needs text, and API Gateway passes such a body on as bytes (docs/aws/data-plane.md). */
function binaryBodies({ operations }: Contract, { stage, binaryMediaTypes }: StageConfig): Missing[] {
  const binary = binaryMediaTypes.find((type) => BINARY_JSON.includes(type.toLowerCase()));
  if (binary === undefined) return [];
  return operations.flatMap(({ at, operationId, settings: { integration } }): Missing[] => {
    if (!integration?.sends) return [];
    const { service, name } = integration.sends;
    const message = `${operationId} sends its body to ${name}, but binaryMediaTypes of stage ${stage} has ${binary}: API Gateway passes such a body on as bytes, which no template can read.`;
    return [
      {
        rule: service === 'sqs' ? 'integration-queue' : 'integration-target',
        path: [...at, 'x-apikit', 'integration'],
        name,
        message,
        fix: `Remove ${binary} from binaryMediaTypes.`,
      },
    ];
  });
}

const BINARY_JSON = ['*/*', 'application/*', 'application/json'];
