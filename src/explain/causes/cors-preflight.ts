import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';
import { refusal } from '../cross-origin.ts';
import { operationAt } from '../routes.ts';

export const corsPreflight: Cause = {
  id: 'cors-preflight',
  signs: { crossOrigin: true, text: /preflight/i },
  says: 'The preflight, an OPTIONS request that the browser sends first, is rejected or its response lacks the CORS headers.',
  fix: 'Let apikit answer preflights: set cors.origins in apikit.yaml, and have no options operation with a key or an authorizer in the contract.',
  next: (stage) => `apikit plan --stage ${stage}`,
  async check({ symptom: { exchange }, stage }) {
    if (!exchange) return possible();
    const { preflight, path } = exchange;
    if (!preflight) return ruledOut('a browser sends no preflight for this request');
    const met = operationAt(await stage.operations(), { method: 'OPTIONS', path });
    const guarded = met && (met.key || met.authorizer);
    if (guarded)
      return confirmed(
        `OPTIONS ${met.path} needs ${met.key ? 'an API key' : `the authorizer ${met.authorizer!.name}`}, which browsers never send with a preflight.`,
      );
    if (preflight.status < 200 || preflight.status > 299)
      return confirmed(`The response was ${preflight.status}${met ? '' : `: the stage has no OPTIONS ${path}`}.`);
    const why = refusal(preflight, exchange);
    return why === undefined
      ? ruledOut('the preflight succeeds')
      : confirmed(`Its response does not allow ${exchange.origin}: ${why}.`);
  },
};
