/** Texts that the commands about alarms share. Pure. */
import type { Silence } from '../../../aws/alarms/silence.ts';
import type { StageAlarm } from '../../../aws/alarms/stage-alarms.ts';
import { ApikitError } from '../../../errors.ts';
import { counted } from '../../../text/counted.ts';
import { minute } from '../../../ui/moment.ts';

export function silenceLine({ from, until, reason, alarms }: Silence): string {
  const why = reason === null ? '' : ` The reason: ${reason}`;
  return `${counted(alarms.length, 'alarm')} ${alarms.length === 1 ? 'notifies' : 'notify'} no one from ${minute(from)} until ${minute(until)}.${why}`;
}

export function noAlarms(app: string, stage: string): ApikitError {
  return new ApikitError('NoAlarms', `${app}/${stage} has no alarms that apikit created. Nothing was changed.`, {
    hint: `Set alarms.enabled: true in apikit.yaml, and run: apikit deploy --stage ${stage}`,
  });
}

/** Alarms that a deploy created since the silence began. */
export function unsilencedLine({ alarms }: Silence, all: readonly StageAlarm[]): string[] {
  const others = all.filter(({ alarm }) => !alarms.includes(alarm)).map(({ name }) => name);
  return others.length === 0 ? [] : [`These alarms are not silent: ${others.join(', ')}.`];
}

/** The recipients of an alarm, as the names of topics. */
export const topicsOf = (actions: readonly string[]): string =>
  actions.map((arn) => arn.slice(arn.lastIndexOf(':') + 1)).join(', ');
