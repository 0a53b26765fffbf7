/** Refuses what only a REST API has, by name. */
import { ApikitError, EXIT } from '../errors.ts';
import type { StageConfig } from './config.ts';

const NAMES = { http: 'an HTTP API', url: 'a function URL' } as const;

/** `what` is in the plural: `API keys`. Throws `NeedsRestApi`. */
export function requireRestApi({ app, stage, api }: Pick<StageConfig, 'app' | 'stage' | 'api'>, what: string): void {
  if (api === 'rest') return;
  throw new ApikitError(
    'NeedsRestApi',
    `${what} need a REST API, and ${app}/${stage} has ${NAMES[api]} (api: ${api}).`,
    {
      hint: 'Use a stage with api: rest in apikit.yaml. docs/front-doors.md lists what each front door has.',
      exitCode: EXIT.usage,
    },
  );
}
