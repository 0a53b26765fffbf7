/** `apikit alarms silence --for 1h`: the alarms of a stage tell nobody for a while, which ends by itself. */
import type { Silence } from '../../aws/alarms/silence.ts';
import type { Target } from '../../context.ts';
import { ApikitError, usageError } from '../../errors.ts';
import { stageTags } from '../../naming/tags.ts';
import { parseDuration } from '../../text/duration.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { noAlarms, silenceLine } from '../parts/alarms/alarm-text.ts';
import { APP_OPTION } from '../parts/app-option.ts';
import { defineCommand } from '../parts/command.ts';

interface Answers {
  target: Target;
  /** ms */
  length: number;
  reason: string | null;
}

interface Silenced {
  app: string;
  stage: string;
  silence: Silence;
}

export const alarmsSilence = defineCommand<Answers, Silenced>({
  options: [
    { flags: '--for <duration>', description: 'how long: 30m, 1h, 2d; a minute to 15 days' },
    { flags: '--reason <text>', description: 'why, for whoever looks; kept with it' },
    APP_OPTION,
  ],
  common: ['stage', 'profile', 'region'],
  anyStage: true,
  examples: [
    'apikit alarms silence --for 1h --stage prod',
    'apikit alarms silence --for 2d --reason "load test" --stage prod',
  ],
  async ask({ flags }, context) {
    const { LONGEST_SILENCE, SHORTEST_SILENCE } = await import('../../aws/alarms/silence.ts');
    const text = flags.for;
    if (text === undefined) throw usageError('How long the alarms are to be silent is missing.', 'Pass --for 1h.');
    const length = parseDuration(String(text));
    if (length === undefined || length < SHORTEST_SILENCE || length > LONGEST_SILENCE || length % 60_000 !== 0)
      throw usageError(
        `--for ${text} is not a number of minutes, hours or days, from 1m to 15d.`,
        'Use 30m, 1h or 2d.',
      );
    const reason = typeof flags.reason === 'string' && flags.reason.trim() !== '' ? flags.reason.trim() : null;
    if (reason !== null && reason.length > LONGEST_REASON)
      throw usageError(`--reason has ${reason.length} characters, and ${LONGEST_REASON} are kept.`);
    return { target: await context.target(), length, reason };
  },
  async execute({ target: { clients, config }, length, reason }, { io: { clock } }) {
    const [{ MOST_SILENCED, silence }, { stageAlarms }, client] = await Promise.all([
      import('../../aws/alarms/silence.ts'),
      import('../../aws/alarms/stage-alarms.ts'),
      clients.cloudwatch(),
    ]);
    const { app, stage } = config;
    const alarms = (await stageAlarms(client, config)).map(({ alarm }) => alarm);
    if (alarms.length === 0) throw noAlarms(app, stage);
    if (alarms.length > MOST_SILENCED)
      throw new ApikitError(
        'TooManyAlarms',
        `${app}/${stage} has ${alarms.length} alarms, and a mute rule of CloudWatch takes ${MOST_SILENCED}. Nothing was changed.`,
        { hint: 'Leave out alarms.tableThrottles or alarms.tableErrors, which have some for every table.' },
      );
    const wish = { stage: config, alarms, length, reason, now: clock.now(), tags: stageTags(config) };
    return { app, stage, silence: await silence(client, wish) };
  },
  render: ({ app, stage, silence }, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} ${app}/${stage}: ${silenceLine(silence)}`,
      'They go on being evaluated: one that is in ALARM when the silence ends is told then.',
    ],
    next: [`apikit alarms unsilence --stage ${stage}`],
  }),
  json: (result) => result,
});

/** CloudWatch keeps 1,024 characters with what apikit says before. */
const LONGEST_REASON = 1_000;
