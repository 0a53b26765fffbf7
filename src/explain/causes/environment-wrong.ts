import { type Cause, confirmed, possible } from '../cause.ts';

const SIGNS =
  /(?:getaddrinfo )?\bENOTFOUND|EAI_AGAIN|ECONNREFUSED|Invalid URL|ERR_INVALID_URL|Name or service not known|environment variable|process\.env|KeyError: '[A-Z_]+'|is not set(?! up)|missing (?:required )?(?:env|configuration|setting)/i;

/**
 * Signs that have no other meaning. The other signs can come from an address that a caller sent, or from a server that
 * is down.
 */
const SURE =
  /ENOTFOUND|Name or service not known|environment variable|process\.env|KeyError|missing (?:required )?env/i;

export const environmentWrong: Cause = {
  id: 'environment-wrong',
  signs: { text: SIGNS },
  says: 'The handler uses an address or a setting that is wrong in this stage.',
  fix: 'Correct the value under environment of the stage in apikit.yaml and deploy; the command releases shows which values each release changed.',
  next: (stage) => `apikit releases --stage ${stage}`,
  async check({ symptom: { text }, stage }) {
    const what = new RegExp(`[^\\n"]{0,80}(?:${SIGNS.source})[^\\n"]{0,120}`, 'i').exec(text)?.[0]?.trim();
    const { release, since } = await stage.live();
    if (what === undefined) return possible();
    const serving = since === undefined ? '' : ` Release ${release} has served requests since ${since}.`;
    const message = `It said: ${what}.${serving}`;
    return SURE.test(what) ? confirmed(message) : possible(message);
  },
};
