/** `apikit alarms silence --for 1h`: silences the alarms of a stage for some time. The silence ends by itself. */
import type { Silence } from '../../aws/alarms/silence.ts';
import type { Target } from '../../context.ts';
import { ApikitError, usageError } from '../../errors.ts';
import { APP_OPTION } from '../../flags/common-flags.ts';
import { stageTags } from '../../naming/tags.ts';
import { parseDuration } from '../../text/duration.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { noAlarms, silenceLine } from '../parts/alarms/alarm-text.ts';
import { defineCommand } from '../parts/command.ts';

interface Answers {
  target: Target;
  /** In ms. */
  length: number;
  reason: string | null;
}

interface Silenced {
  app: string;
  stage: string;
  silence: Silence;
}

export const alarmsSilence = defineCommand({
  options: [
    { flags: '--for <duration>', description: 'duration: 30m, 1h, 2d; from a minute to 15 days' },
    { flags: '--reason <text>', description: 'the reason, for others who see the silence' },
    APP_OPTION,
  ],
  common: ['stage', 'profile', 'region'],
  anyStage: true,
  examples: [
    'apikit alarms silence --for 1h --stage prod',
    'apikit alarms silence --for 2d --reason "load test" --stage prod',
  ],
  async ask({ flags }, context): Promise<Answers> {
    const { LONGEST_SILENCE, SHORTEST_SILENCE } = await import('../../aws/alarms/silence.ts');
    const text = flags.for;
    if (text === undefined) throw usageError('The duration of the silence is missing.', 'Pass --for 1h.');
    const length = parseDuration(text);
    if (length === undefined || length < SHORTEST_SILENCE || length > LONGEST_SILENCE || length % 60_000 !== 0)
      throw usageError(
        `--for ${text} is not a number of minutes, hours or days, from 1m to 15d.`,
        'Use 30m, 1h or 2d.',
      );
    const reason = flags.reason?.trim() || null;
    if (reason !== null && reason.length > LONGEST_REASON)
      throw usageError(`--reason has ${reason.length} characters, and at most ${LONGEST_REASON} are allowed.`);
    return { target: await context.target(), length, reason };
  },
  async execute({ target: { clients, config }, length, reason }, { io: { clock } }): Promise<Silenced> {
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
        `${app}/${stage} has ${alarms.length} alarms, but a mute rule of CloudWatch holds at most ${MOST_SILENCED}. Nothing was changed.`,
        { hint: 'Remove alarms.tableThrottles or alarms.tableErrors, which have alarms for every table.' },
      );
    const wish = { stage: config, alarms, length, reason, now: clock.now(), tags: stageTags(config) };
    return { app, stage, silence: await silence(client, wish) };
  },
  render: ({ app, stage, silence }, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} ${app}/${stage}: ${silenceLine(silence)}`,
      'CloudWatch still evaluates the alarms: an alarm that is in ALARM at the end of the silence notifies then.',
    ],
    next: [`apikit alarms unsilence --stage ${stage}`],
  }),
  json: (result) => result,
});

/** CloudWatch keeps 1,024 characters, including the text that apikit writes before the reason. */
const LONGEST_REASON = 1_000;
