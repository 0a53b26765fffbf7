import { type Check, fine, found, NOTHING } from '../finding.ts';

const SOON = 30 * 86_400_000;

export const clientCertificate: Check = {
  id: 'client-certificate',
  area: 'stage',
  async run({ stage, machine: { now } }) {
    const ends = await stage?.clientCertificateEnds();
    if (!stage || ends === undefined) return NOTHING;
    const left = Date.parse(ends) - now;
    if (left > SOON) return fine(`the client certificate is valid until ${ends.slice(0, 10)}`);
    return found({
      severity: left <= 0 ? 'error' : 'warning',
      says: `The client certificate with which API Gateway calls HTTP backends ${left <= 0 ? 'ended' : 'ends'} on ${ends.slice(0, 10)}.`,
      why: 'Backends that check it reject every request from then on.',
      fix: 'Generate a new certificate in the API Gateway console, let the backends accept both, and select it in the stage.',
      command: `apikit status --stage ${stage.name}`,
    });
  },
};
