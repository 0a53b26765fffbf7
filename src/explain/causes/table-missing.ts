import { type Cause, not, possible, so } from '../cause.ts';

export const tableMissing: Cause = {
  id: 'table-missing',
  looks: {
    statuses: [500, 502],
    text: /requested resource not found|Cannot do operations on a non-existent table|TableNotFound|ResourceNotFoundException/i,
  },
  says: 'A table that the handler uses does not exist, or is being made or deleted.',
  fix: 'Deploy: a missing table is made again, empty; what was in it comes back by tables restore.',
  next: (stage) => `apikit status --stage ${stage}`,
  async check({ symptom: { text }, stage }) {
    const [wanted, there] = [Object.values(stage.wanted.tables), await stage.tables()];
    const missing = wanted.filter((name) => !there.some((table) => table.name === name));
    if (missing.length > 0) return so(`Missing: ${missing.join(', ')}.`);
    const busy = there.filter(({ status }) => status !== 'ACTIVE').map(({ name, status }) => `${name} is ${status}`);
    if (busy.length > 0) return so(`${busy.join(', ')}.`);
    return text === ''
      ? not('every table of the stage is there and active')
      : possible('Every table of apikit.yaml is there: the handler may use another name or index.');
  },
};
