/** `apikit tail-logs`: access and function log of a stage in one stream, recognisable by request id. */
import type { Target } from '../context.ts';
import { usageError } from '../errors.ts';
import { accessLogGroup, functionLogGroup } from '../stack/names.ts';
import { createLogJoin, isNoise, logText, parseLogLine } from '../ui/log-line.ts';
import { defineCommand } from './command.ts';
import { parseDuration } from './duration.ts';

interface Answers {
  target: Target;
  sinceMs: number;
  follow: boolean;
  filter?: string;
}

export const tailLogs = defineCommand<Answers, undefined>({
  options: [
    { flags: '--since <duration>', description: 'how far back to begin: 30s, 10m, 2h, 1d (default: 10m)' },
    { flags: '--filter <pattern>', description: 'CloudWatch Logs filter pattern, e.g. ERROR or {$.status = 500}' },
    { flags: '--no-follow', description: 'stop when everything up to now has been printed' },
  ],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit tail-logs --stage prod',
    "apikit tail-logs --stage prod --since 1h --no-follow --filter '{$.status >= 500}'",
  ],

  async ask({ flags }, context) {
    const since = typeof flags.since === 'string' ? flags.since : '10m';
    const sinceMs = parseDuration(since);
    if (sinceMs === undefined)
      throw usageError(`--since takes a duration, not "${since}".`, 'Write it like 30s, 10m, 2h or 1d.');
    const filter = typeof flags.filter === 'string' ? flags.filter : undefined;
    return { target: await context.target(), sinceMs, follow: flags.follow !== false, ...(filter && { filter }) };
  },

  async execute({ target, sinceMs, follow, filter }, context) {
    const { followLogEvents } = await import('../aws/tail-logs/log-events.ts');
    const access = accessLogGroup(target.config);
    const events = followLogEvents({
      client: await target.clients.logs(),
      groups: [access, functionLogGroup(target.config)],
      since: context.io.clock.now() - sinceMs,
      ...(filter && { pattern: filter }),
      follow,
      clock: context.io.clock,
      signal: context.io.signal,
    });
    const join = createLogJoin();
    const json = context.flags.json === true;
    for await (const event of events) {
      const line = join(parseLogLine(event, event.group === access ? 'access' : 'function'));
      if (json) context.io.stdout.write(`${JSON.stringify(line)}\n`);
      else if (!isNoise(line)) context.io.stdout.write(`${logText(line, context.theme.stdout)}\n`);
    }
    return undefined;
  },

  render: () => ({}),
  json: () => undefined,
});
