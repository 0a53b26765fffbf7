import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';

export const backendUnreachable: Cause = {
  id: 'backend-unreachable',
  signs: {
    statuses: [504],
    types: ['INTEGRATION_FAILURE'],
    text: /network error communicating with endpoint|could not be reached/i,
  },
  says: 'The HTTP backend of the operation cannot be reached.',
  fix: 'Check that its address is right and reachable from outside of your network; its certificate must come from a public authority.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 504`,
  async check({ symptom: { text }, stage }) {
    const backends = (await stage.operations()).filter(({ integration }) => /^http/i.test(integration ?? ''));
    if (backends.length === 0) return ruledOut('no operation of the stage has an HTTP backend');
    const uris = [...new Set(backends.map(({ uri }) => uri))].join(', ');
    return text === '' ? possible(`Backends: ${uris}.`) : confirmed(`Backends: ${uris}.`);
  },
};
