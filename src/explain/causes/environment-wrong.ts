import { type Cause, possible, so } from '../cause.ts';

const SIGNS =
  /(?:getaddrinfo )?\bENOTFOUND|EAI_AGAIN|ECONNREFUSED|Invalid URL|ERR_INVALID_URL|Name or service not known|environment variable|process\.env|KeyError: '[A-Z_]+'|is not set(?! up)|missing (?:required )?(?:env|configuration|setting)/i;

/** Of these the signs that speak of nothing else: a caller may have sent an address, and what is down is not wrong. */
const SURE =
  /ENOTFOUND|Name or service not known|environment variable|process\.env|KeyError|missing (?:required )?env/i;

export const environmentWrong: Cause = {
  id: 'environment-wrong',
  looks: { text: SIGNS },
  says: 'The handler uses an address or a setting that is not right in this stage.',
  fix: 'Correct the value under environment of the stage in apikit.yaml and deploy; releases tells which values each release changed.',
  next: (stage) => `apikit releases --stage ${stage}`,
  async check({ symptom: { text }, stage }) {
    const what = new RegExp(`[^\\n"]{0,80}(?:${SIGNS.source})[^\\n"]{0,120}`, 'i').exec(text)?.[0]?.trim();
    const { release, since } = await stage.live();
    if (what === undefined) return possible();
    const serving = since === undefined ? '' : ` Release ${release} serves since ${since}.`;
    const told = `It said: ${what}.${serving}`;
    return SURE.test(what) ? so(told) : possible(told);
  },
};
