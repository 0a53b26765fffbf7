/** Refuses what not every front door has, by name, and says what takes its place. */
import { ApikitError, EXIT } from '../errors.ts';
import type { StageConfig } from './config.ts';

const NAMES = { http: 'an HTTP API', url: 'a function URL' } as const;

/** Says what takes the place of something that the front door of the stage does not have. */
type Instead = (stage: string) => string;

/** The names, in the plural, of what only a REST API has. */
const OF_REST_API = {
  'API keys': () =>
    'An authorizer of the project can check keys of an HTTP API, and the handler those of a function URL. Add one with `apikit add authorizer partner --type request`.',
  'Usage plans': () => 'Limit an HTTP API with throttle, and a function URL with function.reservedConcurrency.',
  Canaries: (stage) =>
    `A release takes all requests at once. To put it back if its smoke test fails, use \`apikit deploy --smoke --stage ${stage}\`.`,
  Promotions: () => 'Deploy the same commit to the other stage: its release is built for the front door of that stage.',
  'Explanations of requests': (stage) =>
    `To see failures in groups, use \`apikit logs errors --stage ${stage}\`; for each request with its lines, \`apikit tail-logs --stage ${stage}\`.`,
  'Exports of the live API': () => 'The contract in the project is the definition: every operation of it is a route.',
} as const satisfies Record<string, Instead>;

/** The same for what HTTP APIs have, too. */
const OF_API_GATEWAY = {
  'Metrics of single operations': (stage) =>
    `The log has the path of each request: \`apikit logs search "filter ispresent(path) | stats count(*), pct(durationMs, 95) by method, path" --stage ${stage}\`.`,
  'Counts of throttled callers': (stage) =>
    `The limit is function.reservedConcurrency. To see how often Lambda throttled, use \`apikit metrics --stage ${stage}\`.`,
  'The live operations of apikit auth': (stage) =>
    `Whether the URL still has its auth type is drift in \`apikit status --stage ${stage}\`.`,
} as const satisfies Record<string, Instead>;

/** The name of something that a command works with, if not every front door has it. */
export interface FrontDoorNeeds {
  /** Set if only a REST API has it. */
  readonly ofRestApi?: keyof typeof OF_REST_API;
  /** Set if an HTTP API has it, too. */
  readonly ofApiGateway?: keyof typeof OF_API_GATEWAY;
}

type Behind = Pick<StageConfig, 'app' | 'stage' | 'api'>;

/** Throws `NeedsRestApi` or `NeedsApiGateway`. */
export function requireFrontDoor(config: Behind, { ofRestApi, ofApiGateway }: FrontDoorNeeds): void {
  if (ofRestApi !== undefined && config.api !== 'rest') {
    throw refusal(
      'NeedsRestApi',
      `${ofRestApi} need a REST API`,
      config.api,
      config,
      OF_REST_API[ofRestApi](config.stage),
    );
  }
  if (ofApiGateway !== undefined && config.api === 'url') {
    const what = `${ofApiGateway} need a REST API or an HTTP API`;
    throw refusal('NeedsApiGateway', what, config.api, config, OF_API_GATEWAY[ofApiGateway](config.stage));
  }
}

function refusal(code: string, what: string, api: keyof typeof NAMES, { app, stage }: Behind, instead: string) {
  return new ApikitError(code, `${what}, and ${app}/${stage} has ${NAMES[api]} (api: ${api}).`, {
    hint: `${instead} docs/front-doors.md lists what each front door has.`,
    exitCode: EXIT.usage,
  });
}
