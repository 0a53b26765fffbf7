import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';

export const tableMissing: Cause = {
  id: 'table-missing',
  signs: {
    statuses: [500, 502],
    text: /requested resource not found|Cannot do operations on a non-existent table|TableNotFound|ResourceNotFoundException/i,
  },
  says: 'A table that the handler uses does not exist, or AWS is creating or deleting it.',
  fix: 'Deploy: apikit creates a missing table again, empty. The command tables restore brings its items back.',
  next: (stage) => `apikit status --stage ${stage}`,
  async check({ symptom: { text }, stage }) {
    const [wanted, there] = [Object.values(stage.wanted.tables), await stage.tables()];
    const missing = wanted.filter((name) => !there.some((table) => table.name === name));
    if (missing.length > 0) return confirmed(`Missing: ${missing.join(', ')}.`);
    const busy = there.filter(({ status }) => status !== 'ACTIVE').map(({ name, status }) => `${name} is ${status}`);
    if (busy.length > 0) return confirmed(`${busy.join(', ')}.`);
    return text === ''
      ? ruledOut('every table of the stage exists and is active')
      : possible('Every table in apikit.yaml exists: the handler may use another name or index.');
  },
};
