import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';

const SIGNS =
  /ProvisionedThroughputExceeded|throughput (?:exceeds|for the table)|RequestLimitExceeded|ThrottlingException/i;

export const tableThrottled: Cause = {
  id: 'table-throttled',
  signs: { statuses: [500, 502, 503], text: SIGNS },
  says: 'DynamoDB rejects calls because a table, or one key of it, is read or written more than it allows.',
  fix: 'With provisioned capacity, raise it, or change the table to on-demand (a deploy does not do so). With on-demand capacity, spread the load over more keys.',
  next: (stage) => `apikit metrics --stage ${stage} --since 1h`,
  async check({ symptom: { text, request }, stage }) {
    const limited = (await stage.tables()).filter(({ provisioned }) => provisioned);
    const capacities = limited
      .map(
        ({ name, provisioned }) => `${name} has ${provisioned!.reads} reads and ${provisioned!.writes} writes a second`,
      )
      .join('; ');
    if (SIGNS.test(text))
      return confirmed(
        capacities === ''
          ? 'The log says so; the tables of the stage are on-demand.'
          : `The log says so; ${capacities}.`,
      );
    const logged = request ? undefined : (await stage.functionErrors()).find((one) => SIGNS.test(one.text));
    if (logged) return confirmed(`The log has it at ${logged.at}${capacities === '' ? '' : `; ${capacities}`}.`);
    return capacities === ''
      ? ruledOut('every table of the stage is on-demand, and the log names no rejection')
      : possible(`${capacities}.`);
  },
};
