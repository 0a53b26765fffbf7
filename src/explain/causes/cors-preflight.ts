import { type Cause, not, possible, so } from '../cause.ts';
import { refusal } from '../cross-origin.ts';
import { operationAt } from '../routes.ts';

export const corsPreflight: Cause = {
  id: 'cors-preflight',
  looks: { crossOrigin: true, text: /preflight/i },
  says: 'The preflight, an OPTIONS request that the browser sends first, is refused or answered without the headers that it needs.',
  fix: 'Let apikit answer preflights: with cors.origins in apikit.yaml, and no options operation of your own with a key or an authorizer in the contract.',
  next: (stage) => `apikit plan --stage ${stage}`,
  async check({ symptom: { exchange }, stage }) {
    if (!exchange) return possible();
    const { preflight, path } = exchange;
    if (!preflight) return not('a browser sends no preflight for this request');
    const met = operationAt(await stage.operations(), { method: 'OPTIONS', path });
    const guarded = met && (met.key || met.authorizer);
    if (guarded)
      return so(
        `OPTIONS ${met.path} wants ${met.key ? 'an API key' : `the authorizer ${met.authorizer!.name}`}, which browsers never send with a preflight.`,
      );
    if (preflight.status < 200 || preflight.status > 299)
      return so(`It was answered with ${preflight.status}${met ? '' : `: nothing answers OPTIONS ${path}`}.`);
    const why = refusal(preflight, exchange);
    return why === undefined
      ? not('the preflight is answered well')
      : so(`Its answer does not count for ${exchange.origin}: ${why}.`);
  },
};
