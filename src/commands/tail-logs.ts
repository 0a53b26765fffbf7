/** `apikit tail-logs`: shows the logs of a stage in one stream, in which all lines of one request have the same ID. */
import type { LogPoll } from '../aws/logs/log-events.ts';
import { errorMessage, isAwsError } from '../aws/sdk/errors/sdk-error.ts';
import type { Context, Target } from '../context.ts';
import { usageError } from '../errors.ts';
import { createLogJoin, type JoinedLine } from '../logs/join-lines.ts';
import { parseLogLine } from '../logs/log-line.ts';
import { createSelection } from '../logs/select-lines.ts';
import { stageTags } from '../naming/tags.ts';
import { createLogText, isNoise } from '../ui/log-text.ts';
import { defineCommand } from './parts/command.ts';
import { FILTER_OPTIONS, type LogFilters, logFilters } from './parts/logs/log-filters.ts';
import { createReleaseTraces } from './parts/logs/release-traces.ts';
import { followedLogGroups, noLogs } from './parts/logs/stage-log-groups.ts';

interface Answers {
  target: Target;
  filters: LogFilters;
  follow: boolean;
}

/** In ms. A line of the function waits this long for the access line of its request, which comes after the request. */
const PATIENCE = 6_000;
/** The same if requests are selected: the longest duration of a request, and the possible delay of CloudWatch Logs. */
const PATIENCE_WHEN_CHOOSING = 45_000;

export const tailLogs = defineCommand({
  options: [...FILTER_OPTIONS, { flags: '--no-follow', description: 'stop after the current lines' }],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit tail-logs --stage prod',
    'apikit tail-logs --stage prod --since 1h --no-follow --status 5xx',
    "apikit tail-logs --stage prod --path '/items/{id}' --method put --level warn",
    "apikit tail-logs --stage prod --since 1h --no-follow --filter '{$.latency > 1000}'",
  ],

  async ask({ flags }, context): Promise<Answers> {
    const filters = logFilters(flags, context.io.clock.now());
    return { target: await context.target(), filters, follow: flags.follow && filters.until === undefined };
  },

  async execute({ target, filters, follow }, context): Promise<undefined> {
    const { followLogEvents } = await import('../aws/logs/log-events.ts');
    const { since, until, pattern } = filters;
    const groups = await followedLogGroups(target, context);
    const choosing = filters.key !== undefined || Object.keys(filters.requests).length > 0;
    const keyIds = filters.key === undefined ? undefined : await idsOfKey(target, filters.key);
    const isWanted = createSelection({ ...filters.requests, ...(keyIds && { keyIds }) }, filters.level);
    const join = createLogJoin(choosing ? PATIENCE_WHEN_CHOOSING : PATIENCE);
    const show = printer(target, context);
    let waiting = follow;
    const polls = followLogEvents({
      client: await target.clients.logs(),
      groups: [...groups.keys()],
      since,
      ...(until !== undefined && { until }),
      ...(pattern !== undefined && { pattern }),
      follow,
      clock: context.io.clock,
      signal: context.io.signal,
    });
    for await (const { events, absent } of explained(polls, pattern)) {
      if (absent.length === groups.size) throw noLogs(target);
      const lines = events.map((event) => ({
        line: parseLogLine(event, groups.get(event.group)!),
        stream: event.stream,
      }));
      const ready = join.add(lines, context.io.clock.now());
      for (const joined of follow ? ready : [...ready, ...join.end()].sort(byTime)) {
        if (isWanted(joined)) await show(joined);
      }
      if (waiting && events.length === 0) context.report.note('Waiting for logs. Ctrl-C ends it.');
      waiting = false;
    }
    return undefined;
  },

  render: () => ({}),
  json: () => undefined,
});

const byTime = (a: JoinedLine, b: JoinedLine) => a.line.time.localeCompare(b.line.time);

/** A name means all keys of that client. */
async function idsOfKey({ clients, config }: Target, key: string): Promise<string[]> {
  const { findKey, stageKeys } = await import('../aws/keys/stage-keys.ts');
  const tags = stageTags(config);
  const found = findKey(await stageKeys(await clients.apiGateway(), tags), key, tags);
  return [found.key, ...found.former].map(({ id }) => id);
}

/** `--json` prints the lines of the log. The text output maps stacks to the sources. */
function printer(target: Target, context: Context): (joined: JoinedLine) => Promise<void> {
  const { stdout } = context.io;
  if (context.flags.json) return async ({ line }) => void stdout.write(`${JSON.stringify(line)}\n`);
  const text = createLogText(context.theme.stdout);
  const readTraces = createReleaseTraces(target, context);
  return async ({ line, stream }) => {
    if (isNoise(line)) return;
    const shown = text(line).join('\n');
    stdout.write(`${line.source === 'function' ? await readTraces(stream, shown) : shown}\n`);
  };
}

/** An invalid filter pattern is a wrong flag, so a retry does not help. */
async function* explained(polls: AsyncIterable<LogPoll>, pattern: string | undefined): AsyncGenerator<LogPoll> {
  try {
    yield* polls;
  } catch (error) {
    if (pattern === undefined || !isAwsError(error, 'InvalidParameterException')) throw error;
    throw usageError(
      `CloudWatch Logs cannot read the filter pattern ${pattern}: ${errorMessage(error)}`,
      "Write words, as in --filter ERROR, or a condition on members, as in --filter '{$.status = 500}'.",
    );
  }
}
