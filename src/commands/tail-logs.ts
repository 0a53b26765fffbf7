/** `apikit tail-logs`: the logs of a stage in one stream, in which all lines of one request carry one id. */
import type { LogPoll } from '../aws/tail-logs/log-events.ts';
import type { Context, Target } from '../context.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import { createLogJoin, type JoinedLine } from '../logs/join-lines.ts';
import { type LogSource, parseLogLine } from '../logs/log-line.ts';
import { createSelection } from '../logs/select-lines.ts';
import { accessLogGroup, executionLogGroup, functionLogGroup, inApi } from '../stack/names.ts';
import { stageTags } from '../stack/tags.ts';
import { createLogText, isNoise } from '../ui/log-text.ts';
import { defineCommand } from './command.ts';
import { FILTER_OPTIONS, type LogFilters, logFilters } from './log-filters.ts';
import { createReleaseTraces } from './release-traces.ts';

interface Answers {
  target: Target;
  filters: LogFilters;
  follow: boolean;
}

/** ms that a line of the function waits for the access line of its request, which comes when the request is over. */
const PATIENCE = 6_000;
/** The same where requests are chosen: as long as a request can take, and what CloudWatch Logs may be late. */
const PATIENCE_WHEN_CHOOSING = 45_000;

export const tailLogs = defineCommand<Answers, undefined>({
  options: [
    ...FILTER_OPTIONS,
    { flags: '--no-follow', description: 'stop when everything up to now has been printed' },
  ],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit tail-logs --stage prod',
    'apikit tail-logs --stage prod --since 1h --no-follow --status 5xx',
    "apikit tail-logs --stage prod --path '/items/{id}' --method put --level warn",
    "apikit tail-logs --stage prod --since 1h --no-follow --filter '{$.latency > 1000}'",
  ],

  async ask({ flags }, context) {
    const filters = logFilters(flags, context.io.clock.now());
    return { target: await context.target(), filters, follow: flags.follow !== false && filters.until === undefined };
  },

  async execute({ target, filters, follow }, context) {
    const { followLogEvents } = await import('../aws/tail-logs/log-events.ts');
    const { since, until, pattern } = filters;
    const groups = await logGroups(target, context);
    const choosing = filters.key !== undefined || Object.keys(filters.requests).length > 0;
    const keyId = filters.key === undefined ? undefined : await idOfKey(target, filters.key);
    const isWanted = createSelection({ ...filters.requests, ...(keyId && { keyId }) }, filters.level);
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
      if (absent.length === groups.size) throw notDeployed(target);
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

/** The groups of the stage; the one of its execution log is named after its API, and is asked for where there is one. */
async function logGroups({ config, clients, facts }: Target, context: Context): Promise<Map<string, LogSource>> {
  const groups = new Map<string, LogSource>([
    [accessLogGroup(config), 'access'],
    [functionLogGroup(config), 'function'],
  ]);
  if (config.logging === 'OFF') return groups;
  const { liveStage } = await import('../pipeline/live-stage.ts');
  const { clock, signal } = context.io;
  const { api } = await liveStage(config, { clients, facts, clock, signal, report: context.report.event });
  return groups.set(inApi(executionLogGroup(config), api), 'execution');
}

async function idOfKey({ clients, config }: Target, key: string): Promise<string> {
  const { findKey, stageKeys } = await import('../aws/keys/stage-keys.ts');
  const tags = stageTags(config);
  return findKey(await stageKeys(await clients.apiGateway(), tags), key, tags).key.id;
}

/** With `--json`, lines are what the log has; for people, stacks lead to the sources. */
function printer(target: Target, context: Context): (joined: JoinedLine) => Promise<void> {
  const { stdout } = context.io;
  if (context.flags.json === true) return async ({ line }) => void stdout.write(`${JSON.stringify(line)}\n`);
  const text = createLogText(context.theme.stdout);
  const readTraces = createReleaseTraces(target, context);
  return async ({ line, stream }) => {
    if (isNoise(line)) return;
    const shown = text(line).join('\n');
    stdout.write(`${line.source === 'function' ? await readTraces(stream, shown) : shown}\n`);
  };
}

/** A pattern that CloudWatch Logs cannot read is a wrong flag, and trying again is no way out. */
async function* explained(polls: AsyncIterable<LogPoll>, pattern: string | undefined): AsyncGenerator<LogPoll> {
  const { errorMessage, isAwsError } = await import('../aws/sdk-error.ts');
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

function notDeployed({ config, facts }: Target): ApikitError {
  return new ApikitError(
    'NotDeployed',
    `${config.app}/${config.stage} has no logs in ${facts.region}: it has not been deployed there.`,
    {
      exitCode: EXIT.failed,
      hint: `Deploy it: apikit deploy --stage ${config.stage}. Another region is named with --region.`,
    },
  );
}
