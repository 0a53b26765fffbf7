/** Finds what operations of a contract ask for and the front door of a stage cannot do (docs/adr/0026). Pure. */
import type { StageConfig } from '../../config/config.ts';
import type { AuthorizerUse } from '../model/access.ts';
import type { Contract } from '../model/contract.ts';
import type { Operation } from '../model/operations.ts';
import { checkedSchemes } from '../model/token-checks.ts';

interface Unsupported {
  readonly rule: 'front-door-unsupported';
  readonly path: readonly string[];
  readonly message: string;
  readonly fix?: string;
}

export function frontDoorLimits({ document, operations }: Contract, { api, stage }: StageConfig): Unsupported[] {
  switch (api) {
    case 'rest':
      return [];
    case 'http': {
      const of = `Stage ${stage} has an HTTP API (api: http)`;
      const checked = checkedSchemes({ document, operations }, api);
      const accepts = ({ kind, scheme }: AuthorizerUse) =>
        kind === 'iam' || kind === 'request' || checked.includes(scheme);
      return operations.flatMap((operation) => limitsOf(operation, of, { ...OF_HTTP, accepts }));
    }
    case 'url': {
      const of = `Stage ${stage} has a function URL (api: url)`;
      return [...operations.flatMap((operation) => limitsOf(operation, of, OF_URL)), ...mixedAccess(operations, of)];
    }
  }
}

interface Limits {
  /** The settings of an operation that have no effect. */
  readonly settings: readonly (keyof Operation['settings'])[];
  readonly accepts: (authorizer: AuthorizerUse) => boolean;
  /** The advice for other authorizers. */
  readonly instead: (authorizer: AuthorizerUse) => string;
}

const OF_HTTP: Omit<Limits, 'accepts'> = {
  settings: ['integration', 'cache'],
  instead: ({ kind }) =>
    kind === 'cognito'
      ? 'Name one pool of userPools in apikit.yaml, because an HTTP API needs the ID of its client and takes one issuer for each scheme, and one header or query parameter as identity. Or use type: openIdConnect with x-apikit: { audience: [<client ID>] } for another pool, or api: rest for this stage.'
      : 'Write x-apikit: { type: request } at the scheme and check the token in src/authorizers, or use api: rest for this stage.',
};

const OF_URL: Limits = {
  settings: ['integration', 'throttle', 'cache', 'timeout'],
  accepts: ({ kind }) => kind === 'iam',
  instead: () => 'Check the token in the handler, require AWS_IAM for all operations, or use api: rest for this stage.',
};

function limitsOf({ operationId, at, access, settings }: Operation, of: string, limits: Limits): Unsupported[] {
  const found: [path: readonly string[], what: string, fix?: string][] = [];
  if (access.key) found.push([[...at, 'security'], 'requires an API key']);
  const { authorizer } = access;
  if (authorizer && !limits.accepts(authorizer)) {
    found.push([[...at, 'security'], `has the authorizer ${authorizer.scheme}`, limits.instead(authorizer)]);
  }
  for (const name of limits.settings) {
    if (settings[name] !== undefined) found.push([[...at, 'x-apikit', name], `has x-apikit.${name}`]);
  }
  return found.map(([path, what, fix]) => ({
    rule: 'front-door-unsupported',
    path,
    message: `${of}, which cannot do what ${operationId} asks for: it ${what}.`,
    ...(fix !== undefined && { fix }),
  }));
}

/** The auth type of a URL is the same for all operations. */
function mixedAccess(operations: readonly Operation[], of: string): Unsupported[] {
  const signed = operations.filter(({ access }) => access.authorizer?.kind === 'iam');
  if (signed.length === 0 || signed.length === operations.length) return [];
  return operations
    .filter(({ access }) => !access.authorizer && !access.key)
    .map(({ operationId, at }) => ({
      rule: 'front-door-unsupported',
      path: at,
      message: `${of}, whose requests are either all signed or all public: ${operationId} is public, and ${signed[0]!.operationId} requires AWS_IAM.`,
      fix: 'Require AWS_IAM for all operations or for none, or use api: rest for this stage.',
    }));
}

/** Whether the operations require signed requests. */
export const isSigned = (operations: readonly Operation[]): boolean =>
  operations.some(({ access }) => access.authorizer?.kind === 'iam');
