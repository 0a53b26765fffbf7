/**
 * `apikit canary watch`: compares a canary with the stable release. It ends the canary if it is worse, and promotes it
 * otherwise. Needs no sources.
 */
import { APP_OPTION, WAIT_OPTION } from '../../flags/common-flags.ts';
import { beginWatching, openWatching, type PlannedWatch } from '../parts/canary/canary-begin.ts';
import { givenLimits, givenPeriod, LIMIT_OPTIONS } from '../parts/canary/canary-flags.ts';
import { exitCodeOf, limitsWith, renderEnd } from '../parts/canary/canary-watching.ts';
import { defineCommand } from '../parts/command.ts';
import { waitTime } from '../parts/stage/stage-lock.ts';

export const canaryWatch = defineCommand({
  options: [
    { flags: '--bake <duration>', description: 'how long the share is watched: 90s, 10m, 2h' },
    ...LIMIT_OPTIONS,
    APP_OPTION,
    WAIT_OPTION,
  ],
  common: ['stage', 'profile', 'region', 'events'],
  ofRestApi: 'Canaries',
  anyStage: true,
  examples: [
    'apikit canary watch --stage prod',
    'apikit canary watch --stage prod --bake 30m --max-error-increase 0.2',
    'apikit canary watch --app items-api --stage prod --region eu-west-1 --json',
  ],

  async ask({ flags }, context): Promise<PlannedWatch> {
    waitTime(flags);
    const given = givenLimits(flags);
    const bake = givenPeriod('--bake', flags.bake);
    const target = await context.target();
    const limits = limitsWith(target.config, given);
    return await openWatching(target, { limits, ...(bake !== undefined && { bake }) }, context);
  },

  execute: beginWatching,
  render: renderEnd,
  json: () => undefined,
  exitCode: exitCodeOf,
});
