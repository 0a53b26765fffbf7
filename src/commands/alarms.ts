/** `apikit alarms`: shows the state of every alarm of a stage, and recent changes. Reads only. */
import type { Silence } from '../aws/alarms/silence.ts';
import type { AlarmChange, StageAlarm } from '../aws/alarms/stage-alarms.ts';
import { searchOrSkip, type Unsearched, unsearchedLine } from '../aws/sdk/unsearched.ts';
import type { Target } from '../context.ts';
import { usageError } from '../errors.ts';
import { APP_OPTION } from '../flags/common-flags.ts';
import { minute } from '../ui/moment.ts';
import { dimHead, table } from '../ui/table.ts';
import type { Theme } from '../ui/theme.ts';
import { silenceLine, topicsOf, unsilencedLine } from './parts/alarms/alarm-text.ts';
import { defineCommand } from './parts/command.ts';
import { parseMoment } from './parts/time-ago.ts';

interface Answers {
  target: Target;
  since: Date;
}

interface ShownAlarms {
  app: string;
  stage: string;
  alarms: StageAlarm[];
  /** Newest first. */
  changes: AlarmChange[];
  silence: Silence | null;
  /** The searches that failed. A region may not support mute rules yet. */
  unsearched: Unsearched[];
  since: Date;
}

const DAY = 86_400_000;

export const alarms = defineCommand({
  options: [
    {
      flags: '--since <time>',
      description: 'start of the changes: 24h, 7d or a date (default: 24h; kept for 30 days)',
    },
    APP_OPTION,
  ],
  common: ['stage', 'profile', 'region'],
  anyStage: true,
  examples: [
    'apikit alarms --stage prod',
    'apikit alarms --stage prod --since 7d --json',
    'apikit alarms --app items-api --stage prod --region eu-west-1',
  ],
  async ask({ flags: { since = '24h' } }, context): Promise<Answers> {
    const now = context.io.clock.now();
    const from = parseMoment(since, now);
    if (from === undefined || from > now)
      throw usageError(`--since ${since} is not a time in the past.`, 'Use 30m, 24h, 7d or a date such as 2026-11-29.');
    return { target: await context.target(), since: new Date(Math.max(from, now - 30 * DAY)) };
  },
  async execute({ target, since }, context): Promise<ShownAlarms> {
    const { clients, config } = target;
    const { clock } = context.io;
    const [{ stageAlarms, stateChanges }, { silenceOf }, client] = await Promise.all([
      import('../aws/alarms/stage-alarms.ts'),
      import('../aws/alarms/silence.ts'),
      clients.cloudwatch(),
    ]);
    const { app, stage } = config;
    const found = await stageAlarms(client, config);
    const unsearched: Unsearched[] = [];
    if (found.length === 0) {
      const { requireDeployed } = await import('./parts/stage/require-deployed.ts');
      await requireDeployed(target, context);
      return { app, stage, alarms: [], changes: [], silence: null, unsearched, since };
    }
    const [changes, silence] = await Promise.all([
      stateChanges(client, found, since),
      searchOrSkip('mute rules of alarms', unsearched, undefined, () => silenceOf(client, config, clock.now())),
    ]);
    return { app, stage, alarms: found, changes, silence: silence ?? null, unsearched, since };
  },
  render: (shown, theme) => {
    const { app, stage, alarms: found, silence, unsearched } = shown;
    if (found.length === 0)
      return {
        notes: [`${app}/${stage} has no alarms that apikit created.`],
        next: [`apikit deploy --stage ${stage}`],
      };
    return {
      data: [...stateLines(found, theme), ...changeLines(shown, theme)],
      notes: [
        ...(silence ? [theme.warn(silenceLine(silence)), ...unsilencedLine(silence, found)] : []),
        ...unsearched.map(unsearchedLine),
        ...(found.every(({ actions }) => actions.length === 0)
          ? ['To notify someone, set alarms.notify in apikit.yaml.']
          : []),
      ],
      next: silence ? [`apikit alarms unsilence --stage ${stage}`] : [],
    };
  },
  json: ({ since: _, ...shown }) => ({
    ...shown,
    alarms: shown.alarms.map(({ sticks: _sticks, ...alarm }) => alarm),
  }),
});

/** CloudWatch's own state names, and the reasons of alarms in ALARM. */
function stateLines(found: readonly StageAlarm[], theme: Theme): string[] {
  const told = found.map(notificationText);
  // All alarms usually notify the same recipients.
  const same = new Set(told).size === 1;
  const rows = found.map(({ name, state, since }, index) => [
    name,
    state,
    since === '' ? '' : minute(since),
    ...(same ? [] : [told[index]!]),
  ]);
  const paint = (cell: string, column: number, row: number) => {
    if (row === 0) return theme.dim(cell);
    if (column !== 1) return cell;
    return cell === 'ALARM' ? theme.bad(cell) : cell === 'OK' ? theme.good(cell) : theme.dim(cell);
  };
  const ringing = found.filter(({ state }) => state === 'ALARM');
  return [
    ...table([['ALARM', 'STATE', 'SINCE', ...(same ? [] : ['TELLS'])], ...rows], paint),
    ...(same ? ['', `They notify ${told[0]}.`] : []),
    ...(ringing.length > 0 ? [''] : []),
    ...ringing.flatMap(({ name, description, reason }) => [`${theme.bad(name)}: ${description}`, `  ${reason}`]),
  ];
}

function notificationText({ actions, actionsEnabled }: StageAlarm): string {
  if (actions.length === 0) return 'nobody';
  return actionsEnabled ? topicsOf(actions) : 'nobody (actions are off)';
}

function changeLines({ changes, since }: ShownAlarms, theme: Theme): string[] {
  const from = minute(since.toISOString());
  if (changes.length === 0) return ['', theme.dim(`No alarm changed its state since ${from}.`)];
  const rows = changes.map(({ time, name, from: before, to }) => [minute(time), name, before, to]);
  return ['', ...table([['CHANGED', 'ALARM', 'FROM', 'TO'], ...rows], dimHead(theme))];
}
