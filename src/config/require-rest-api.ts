/** Refuses what not every front door has, by name, and says what takes its place. */
import { ApikitError, EXIT } from '../errors.ts';
import type { StageConfig } from './config.ts';

const NAMES = { http: 'an HTTP API', url: 'a function URL' } as const;

/** The names, in the plural, of what only a REST API has, each with a text that says what takes its place. */
const OF_REST_API = {
  'API keys':
    'An authorizer of the project can check keys of an HTTP API (apikit add authorizer partner --type request), and the handler those of a function URL.',
  'Usage plans': 'Limit an HTTP API with throttle, and a function URL with function.reservedConcurrency.',
  Canaries:
    'A release takes all requests at once, and a rollback is one call: apikit deploy --smoke puts a release back that fails its smoke test.',
  Promotions: 'Deploy the same commit to the other stage: its release is built for the front door of that stage.',
  'Explanations of requests':
    'apikit logs errors groups the failures of the last hours, and apikit tail-logs shows each request with its lines.',
  'Exports of the live API': 'The contract in the project is the definition: every operation of it is a route.',
} as const;

/** The same for what HTTP APIs have, too. */
const OF_API_GATEWAY = {
  'Metrics of single operations':
    'The log has the path of each request: apikit logs search "filter ispresent(path) | stats count(*), pct(durationMs, 95) by method, path"',
  'Counts of throttled callers':
    'apikit metrics shows the calls that Lambda throttled, and function.reservedConcurrency is the limit.',
  'The live operations of apikit auth': 'apikit status shows under drift whether the URL still has its auth type.',
} as const;

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
    throw refusal('NeedsRestApi', `${ofRestApi} need a REST API`, config.api, config, OF_REST_API[ofRestApi]);
  }
  if (ofApiGateway !== undefined && config.api === 'url') {
    const what = `${ofApiGateway} need a REST API or an HTTP API`;
    throw refusal('NeedsApiGateway', what, config.api, config, OF_API_GATEWAY[ofApiGateway]);
  }
}

function refusal(code: string, what: string, api: keyof typeof NAMES, { app, stage }: Behind, instead: string) {
  return new ApikitError(code, `${what}, and ${app}/${stage} has ${NAMES[api]} (api: ${api}).`, {
    hint: `${instead} docs/front-doors.md lists what each front door has.`,
    exitCode: EXIT.usage,
  });
}
