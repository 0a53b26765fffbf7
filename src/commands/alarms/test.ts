/**
 * `apikit alarms test`: sets one alarm to ALARM, so that people see whether the message arrives. CloudWatch then
 * restores its true state.
 */
import type { StageAlarm } from '../../aws/alarms/stage-alarms.ts';
import type { TopicEmail } from '../../aws/alarms/topic-emails.ts';
import type { Context, Target } from '../../context.ts';
import { ApikitError, EXIT, usageError } from '../../errors.ts';
import { APP_OPTION } from '../../flags/common-flags.ts';
import { topicName } from '../../naming/names.ts';
import { minute } from '../../ui/moment.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { noAlarms, topicsOf } from '../parts/alarms/alarm-text.ts';
import { defineCommand } from '../parts/command.ts';
import { partsOf } from '../parts/stage/release-preview.ts';

interface Answers {
  target: Target;
  alarm: StageAlarm;
  emails: TopicEmail[];
}

interface TestedAlarm {
  app: string;
  stage: string;
  alarm: StageAlarm;
  /** The email addresses of the stage's own topic. */
  emails: TopicEmail[];
}

export const alarmsTest = defineCommand({
  arguments: [
    { name: '[alarm]', description: 'name of the alarm, as alarms shows it (default: the first with a recipient)' },
  ],
  options: [APP_OPTION],
  common: ['stage', 'profile', 'region', 'yes'],
  anyStage: true,
  examples: ['apikit alarms test --stage prod', 'apikit alarms test api-5xx-rate --stage prod --yes'],

  async ask({ args: [named], flags }, context): Promise<Answers> {
    const target = await context.target();
    const { clients, config } = target;
    const [{ stageAlarms }, { silenceOf }, { stageReleases }, client] = await Promise.all([
      import('../../aws/alarms/stage-alarms.ts'),
      import('../../aws/alarms/silence.ts'),
      import('../../stage/releases/stage-releases.ts'),
      clients.cloudwatch(),
    ]);
    const [all, silence, live] = await Promise.all([
      stageAlarms(client, config),
      silenceOf(client, config, context.io.clock.now()),
      stageReleases(config, partsOf(target, context)),
    ]);
    const alarm = chosen(all, named, config);
    if (silence?.alarms.includes(alarm.alarm))
      throw notTested(
        `${alarm.name} is silent until ${minute(silence.until)}, so it would notify no one.`,
        `End the silence first: apikit alarms unsilence --stage ${config.stage}`,
      );
    if (live.canary !== undefined)
      throw notTested(
        `${config.app}/${config.stage} has a canary, and an alarm in ALARM would end it.`,
        `Wait until it ends: apikit canary status --stage ${config.stage}`,
      );
    const emails = await emailsOf(target, alarm);
    if (!flags.yes) await agree({ target, alarm, emails }, context);
    return { target, alarm, emails };
  },

  async execute({ target: { clients, config }, alarm, emails }): Promise<TestedAlarm> {
    const { ringAlarm } = await import('../../aws/alarms/ring-alarm.ts');
    await ringAlarm(await clients.cloudwatch(), alarm);
    return { app: config.app, stage: config.stage, alarm, emails };
  },

  render: ({ app, stage, alarm, emails }, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} ${alarm.name} of ${app}/${stage} was set to ALARM: ${topicsOf(alarm.actions)} ${alarm.actions.length === 1 ? 'has' : 'have'} received a message, as for a real alarm.`,
      ...mailLines(emails),
      alarm.sticks
        ? `It was set back to ${alarm.state}, because CloudWatch does not change it while there is no data.`
        : 'CloudWatch restores its true state at the next evaluation, within about a minute.',
    ],
    next: [`apikit alarms --stage ${stage}`],
  }),
  json: ({ app, stage, alarm: { name, alarm, state, actions }, emails }) => ({
    app,
    stage,
    name,
    alarm,
    state,
    actions,
    emails,
  }),
});

/** Returns the alarm to test. Throws if its test would send no message. */
function chosen(all: readonly StageAlarm[], named: string | undefined, { app, stage }: Target['config']): StageAlarm {
  const alarm =
    named === undefined ? (all.find(notifies) ?? all[0]) : all.find((one) => [one.name, one.alarm].includes(named));
  if (all.length === 0) throw noAlarms(app, stage);
  if (!alarm)
    throw usageError(`${app}/${stage} has no alarm "${named}".`, `It has ${all.map(({ name }) => name).join(', ')}.`);
  if (!notifies(alarm))
    throw notTested(
      `${alarm.name} of ${app}/${stage} notifies no one${alarm.actions.length > 0 ? ', because its actions are turned off' : ''}.`,
      alarm.actions.length > 0
        ? `Turn them on: aws cloudwatch enable-alarm-actions --alarm-names ${alarm.alarm}`
        : `Set alarms.notify in apikit.yaml, and run: apikit deploy --stage ${stage}`,
    );
  if (alarm.state === 'ALARM')
    throw notTested(
      `${alarm.name} of ${app}/${stage} is in ALARM since ${minute(alarm.since)}, and notifies no one again before that state ends.`,
      `Choose another: apikit alarms --stage ${stage}`,
    );
  return alarm;
}

const notifies = ({ actions, actionsEnabled }: StageAlarm): boolean => actions.length > 0 && actionsEnabled;

function notTested(why: string, hint: string): ApikitError {
  return new ApikitError('NotTested', `${why} Nothing was changed.`, { hint });
}

/** The caller may lack the permission to read topics of others, so only the stage's own topic is read. */
async function emailsOf({ clients, config }: Target, { actions }: StageAlarm): Promise<TopicEmail[]> {
  const own = actions.find((arn) => arn.endsWith(`:${topicName(config)}`));
  if (own === undefined) return [];
  const { emailsOfTopic } = await import('../../aws/alarms/topic-emails.ts');
  return await emailsOfTopic(await clients.sns(), own);
}

function mailLines(emails: readonly TopicEmail[]): string[] {
  const [waiting, told] = [false, true].map((confirmed) =>
    emails.filter((email) => email.confirmed === confirmed).map(({ address }) => address),
  );
  return [
    ...(told!.length > 0 ? [`Mail goes to ${told!.join(', ')}.`] : []),
    ...(waiting!.length > 0
      ? [
          `No mail goes to ${waiting!.join(', ')}: the recipient has not opened the confirmation link in the message from AWS.`,
        ]
      : []),
  ];
}

async function agree({ target, alarm, emails }: Answers, context: Context): Promise<void> {
  const { config, facts } = target;
  const what = `${alarm.name} of ${config.app}/${config.stage} (account ${facts.account}, ${facts.region})`;
  if (!context.interactive)
    throw usageError(
      `Setting ${what} to ALARM, which notifies ${topicsOf(alarm.actions)}, needs a confirmation.`,
      'Pass --yes.',
    );
  context.report.finish();
  for (const line of mailLines(emails)) context.io.stderr.write(`${line}\n`);
  const message = `Set ${what} to ALARM, so that ${topicsOf(alarm.actions)} gets a message?`;
  if (await context.prompts.confirm({ message, default: false })) return;
  throw new ApikitError('Declined', 'Nothing was changed.', { exitCode: EXIT.declined });
}
